using System.Text.Json.Nodes;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Tests.Faces.Films;
using SkiaSharp;

namespace Lethe.Tests.Faces.Sets;

[Collection(nameof(MadeSet))]
public sealed class FilmSetTests(MadeSet made) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_set_is_made_opened_and_read_in_memory_as_from_the_disk()
    {
        var set = await made.CopyTo(folder.Path);
        Assert.Equal((12, 24), (set.Clips.Count, set.Frames.Count));
        var parts = Splits.Parts(Enumerable.Range(0, 6).Select(static i => $"person-{i}"), 5);
        Assert.All(
            set.Clips,
            clip =>
            {
                Assert.Equal(parts[clip.Identity], clip.Part);
                Assert.Equal(clip.Family == "df", clip.Donor is not null);
                Assert.True(clip.Donor is null || (clip.Donor != clip.Identity && parts[clip.Donor] == clip.Part));
                Assert.Equal((double.PositiveInfinity, true), (clip.Encoded[0].Psnr, clip.Encoded[1].Psnr > clip.Encoded[2].Psnr));
                Assert.Equal(clip.Family != Film.Real, clip.Mask is not null && File.Exists(folder["clips", clip.Mask]));
                Assert.Equal([1, 3], clip.Kept);
            }
        );
        using var memory = set.ToMemory();
        Assert.Equal(set.Frames, memory.Frames);
        using var here = memory.Read([5, 0, 23]);
        using var there = set.Read([5, 0, 23]);
        Assert.Equal([3, 3, 3, 24, 24], there.shape);
        Assert.Equal(here.bytes.ToArray(), there.bytes.ToArray());
        // Row 5 is the second frame of the third clip.
        var clip = set.Clips[2];
        var filmed = TestFaces.Make(1, clip.Family, null, clip.Seed);
        using var red = here[0, 0, 0];
        Assert.Equal(filmed.Frames[3][((((clip.Top + 2) * 32) + clip.Left + 5) * 3)], red[2, 5].item<byte>());
        Assert.Equal((4, 5), (clip.Left, clip.Top)); // around (16, 16.8), moved into the frame
        var split = set.Split();
        Assert.All(split.Test, row => Assert.Equal(SplitPart.Test, parts[set.Frames[row].Identity]));
    }

    [Fact]
    public async Task Faces_made_whole_are_a_family_of_people_of_their_own()
    {
        var options = new FilmSetOptions
        {
            Families = [],
            Synthetic = new TestFaces(2),
            Shares = new(0, 0, 1),
            Film = new() { Side = 32, Frames = 2 },
            Crop = 24,
            Frames = 1,
            Qualities = [VideoQuality.Raw],
        };
        var set = await new FilmSetBuilder(new TestFaces(2), options, RealFfmpeg.Find()).BuildAsync(folder.Path, null, Cancel);
        Assert.Equal(
            [("person-0", "real"), ("person-1", "real"), ("test person-0", "stylegan2"), ("test person-1", "stylegan2")],
            set.Clips.Select(static clip => (clip.Identity, clip.Family))
        );
        Assert.All(set.Clips, static clip => Assert.Equal((SplitPart.Test, null), (clip.Part, clip.Donor)));
        Assert.Equal(["stylegan2"], set.Header.Families);
        Assert.Equal(4, set.Header.Identities);
    }

    [Fact]
    public async Task What_is_missing_or_damaged_is_made_again_byte_for_byte()
    {
        var set = await made.CopyTo(folder.Path);
        var (lost, cut) = (folder["clips", set.Clips[2].File], folder["clips", set.Clips[9].File]);
        var (before, manifest) = (
            await File.ReadAllBytesAsync(cut, Cancel),
            await File.ReadAllTextAsync(folder[FilmSet.ManifestName], Cancel)
        );
        File.Delete(lost);
        await File.WriteAllBytesAsync(cut, before[..^20], Cancel);
        // Of a process that was killed.
        await File.WriteAllTextAsync(folder["clips", $".lethe-{HostIdentity.Id}-{int.MaxValue}-1.tmp"], "half", Cancel);
        // and a half-written line
        await File.WriteAllTextAsync(folder[FilmSet.ManifestName], manifest + manifest[..^40].Split('\n')[^1], Cancel);
        var refused = Assert.Throws<LetheException>(() => FilmSet.Open(folder.Path).ToMemory());
        Assert.Equal(ExitCode.BadFile, refused.ExitCode);
        var reports = new List<FilmSetProgress>();
        await MadeSet.Build(folder.Path, progress: new Reports(reports));
        Assert.Equal([10, 11, 12], reports.Select(static report => report.Done));
        Assert.Equal(before, await File.ReadAllBytesAsync(cut, Cancel));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
        using var memory = FilmSet.Open(folder.Path).ToMemory();
    }

    [Fact]
    public async Task Another_set_is_not_mixed_in()
    {
        await made.CopyTo(folder.Path);
        var error = await Assert.ThrowsAsync<LetheException>(() => MadeSet.Build(folder.Path, MadeSet.Options with { Seed = 6 }));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("holds another set", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_untrusted_manifest_is_refused_for_every_fault()
    {
        await made.CopyTo(folder.Path);
        var lines = await File.ReadAllLinesAsync(folder[FilmSet.ManifestName], Cancel);
        Refused(lines, 0, "crop", 2_000_000_000);
        Refused(lines, 0, "frames", 1000);
        Refused(lines, 0, "frames", 0);
        Refused(lines, 0, "clips", int.MaxValue);
        Refused(lines, 0, "format", 2);
        Refused(lines, 0, "qualities", JsonNode.Parse("""["raw","raw"]""")!);
        Refused(lines, 3, "file", "../clips.jsonl");
        Refused(lines, 3, "file", "/etc/passwd");
        Refused(lines, 3, "file", "..");
        Refused(lines, 3, "file", @"..\x.webp");
        Refused(lines, 3, "mask", "../../mask.png");
        Refused(lines, 3, "id", "../x");
        Refused(lines, 3, "row", -1);
        Refused(lines, 3, "row", 1);
        Refused(lines, 3, "row", int.MaxValue);
        Refused(lines, 3, "kept", JsonNode.Parse("[1]")!);
        Refused(lines, 3, "sha256", "00");
        Refused(lines, 3, "identity", null);
        Refused(lines, 3, "encoded", JsonNode.Parse("[]")!);
        await File.WriteAllLinesAsync(folder[FilmSet.ManifestName], lines[..^1], Cancel);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => FilmSet.Open(folder.Path)).ExitCode);
        await File.WriteAllTextAsync(folder[FilmSet.ManifestName], "", Cancel);
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => FilmSet.Open(folder.Path)).ExitCode);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => FilmSet.Open(folder["nowhere"])).ExitCode);
    }

    [Fact]
    public async Task A_picture_of_another_size_is_not_decoded_though_its_checksum_is_right()
    {
        var set = await made.CopyTo(folder.Path);
        using var large = new SKBitmap(2000, 2000);
        using var webp = large.Encode(SKEncodedImageFormat.Webp, 100);
        var bytes = webp.ToArray();
        await File.WriteAllBytesAsync(folder["clips", set.Clips[0].File], bytes, Cancel);
        var manifest = await File.ReadAllTextAsync(folder[FilmSet.ManifestName], Cancel);
        await File.WriteAllTextAsync(
            folder[FilmSet.ManifestName],
            manifest.Replace(
                set.Clips[0].Sha256,
                Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
                StringComparison.Ordinal
            ),
            Cancel
        );
        using var disk = FilmSet.Open(folder.Path);
        Assert.Contains("72 x 48", Assert.Throws<LetheException>(() => disk.Read([0])).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(folder["clips", set.Clips[0].File], new byte[200_000], Cancel);
        Assert.Contains("has 200000 bytes", Assert.Throws<LetheException>(() => disk.Read([0])).Message, StringComparison.Ordinal);
        File.Delete(folder["clips", set.Clips[0].File]);
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => disk.Read([0])).ExitCode);
    }

    [Theory]
    [InlineData(6, 33, 24)]
    [InlineData(6, 32, 40)]
    [InlineData(7, 32, 24)]
    [InlineData(5, 32, 24)]
    public async Task What_cannot_be_made_is_refused_before_anything_is_forged(int identities, int side, int crop) =>
        Assert.Equal(
            ExitCode.Usage,
            (
                await Assert.ThrowsAsync<LetheException>(() =>
                    MadeSet.Build(
                        folder.Path,
                        MadeSet.Options with
                        {
                            Identities = identities,
                            Film = new() { Side = side },
                            Crop = crop,
                        }
                    )
                )
            ).ExitCode
        );

    [Fact]
    public async Task A_failure_of_ffmpeg_ends_the_build_and_leaves_no_half_clip()
    {
        var ffmpeg = FakeFfmpeg.Try(folder, "cat >/dev/null; echo 'No space left on device' >&2; exit 1");
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            new FilmSetBuilder(new TestFaces(6), MadeSet.Options, ffmpeg, TestFaces.Make).BuildAsync(folder["set"], cancel: Cancel)
        );
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["set", "clips"]));
    }

    private void Refused(string[] lines, int line, string property, JsonNode? value)
    {
        var node = JsonNode.Parse(lines[line])!;
        node[property] = value?.DeepClone();
        File.WriteAllText(
            folder[FilmSet.ManifestName],
            string.Join('\n', [.. lines[..line], node.ToJsonString(), .. lines[(line + 1)..], ""])
        );
        Assert.Equal((property, ExitCode.BadFile), (property, Assert.Throws<LetheException>(() => FilmSet.Open(folder.Path)).ExitCode));
    }

    private sealed class Reports(List<FilmSetProgress> list) : IProgress<FilmSetProgress>
    {
        public void Report(FilmSetProgress value) => list.Add(value);
    }
}
