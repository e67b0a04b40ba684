using Lethe.Data;
using Lethe.Faces.Films;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using Lethe.Tests.Data;
using Lethe.Tests.Faces.Films;
using TorchSharp;

namespace Lethe.Tests.Faces.Sets;

[Collection(nameof(MadeSet))]
public sealed class FacesSampleTests(MadeSet made)
{
    [Fact]
    public void The_embedded_sample_is_what_its_manifest_says_and_small()
    {
        var checks = new DataStore().Verify(FacesSample.Name);
        Assert.All(checks, static check => Assert.Equal(FileState.Ok, check.State));
        Assert.Equal(FacesSample.Open().Clips.Select(static clip => clip.File).Distinct().Count() + 1, checks.Count);
        Assert.InRange(Manifest.Get(FacesSample.Name).Downloads.Sum(static file => file.Bytes!.Value), 1, 12_000_000);
        Assert.All(Manifest.Get(FacesSample.Name).Downloads, static file => Assert.True(file.Bytes < 5_000_000));
    }

    [Fact]
    public void Its_crops_are_paired_and_its_parts_apart()
    {
        var set = FacesSample.Open();
        Assert.Equal(
            (FacesSample.Options.Identities!.Value, 6 * FacesSample.Options.Identities!.Value),
            (set.Header.Identities, set.Clips.Count)
        );
        Assert.All(
            set.Clips,
            static clip => Assert.True(double.IsPositiveInfinity(clip.Encoded[0].Psnr) && clip.Encoded[1].Psnr > clip.Encoded[2].Psnr)
        );
        var parts = set.Clips.Select(static clip => (clip.Identity, clip.Part)).Distinct().ToDictionary();
        Assert.All(set.Clips.Where(static clip => clip.Donor is not null), clip => Assert.Equal(clip.Part, parts[clip.Donor!]));
        using var scope = torch.NewDisposeScope();
        using var images = set.ToMemory();
        var split = set.Split();
        Assert.All(split.Test, row => Assert.Equal(SplitPart.Test, parts[images.Frames[row].Identity]));
        // The same frame at two qualities: pixels correlate above 0.9.
        foreach (var row in (int[])[0, images.Frames.Count / 2, images.Frames.Count - 1])
        {
            var pixels = images.Read([row]).to(torch.float32).reshape(3, -1);
            var centred = pixels - pixels.mean([1], keepdim: true);
            var unit = centred / centred.norm(1, keepdim: true);
            Assert.InRange(unit.mm(unit.t()).min().item<float>(), 0.9f, 1);
            Assert.InRange(pixels.std().item<float>(), 10, 120);
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Its_first_clips_are_made_again_byte_for_byte()
    {
        var (set, ffmpeg) = (FacesSample.Open(), RealFfmpeg.Find());
        Need.Other(
            ffmpeg.X264 == set.Header.X264,
            "the x264 of Debian 12",
            $"The sample was encoded by x264 {set.Header.X264}, and this machine has {ffmpeg.X264}: its bytes need not be the same."
        );
        var names = Enumerable.Range(0, set.Header.Identities).Select(static i => FacesSample.Faces.Get(i, 32).Identity).ToList();
        using var folder = new TemporaryFolder();
        foreach (var clip in set.Clips.Take(2))
        {
            var filmed = FilmMaker.Make(
                FacesSample.Faces,
                names.IndexOf(clip.Identity),
                clip.Family,
                clip.Donor is null ? null : names.IndexOf(clip.Donor),
                clip.Seed,
                set.Header.Film
            );
            var encoded = await new FilmEncoder(ffmpeg, VideoQuality.All).EncodeAsync(filmed, TestContext.Current.CancellationToken);
            Assert.Equal(clip.Encoded.Select(static one => one.Sha256), encoded.Select(static one => one.Sha256));
            Assert.Equal(clip.Parameters, filmed.Parameters);
            var pixels = set.Pixels(clip);
            foreach (var (frame, quality) in ((int, int)[])[(0, 0), (1, 2)])
            {
                var decoded = encoded[quality].Frames[clip.Kept[frame]];
                for (var y = 0; y < 64; y++)
                {
                    var row = pixels.AsSpan(((((frame * 64) + y) * set.Header.Strip.Width) + (quality * 64)) * 3, 64 * 3);
                    Assert.True(row.SequenceEqual(decoded.AsSpan((((clip.Top + y) * 96) + clip.Left) * 3, 64 * 3)));
                }
            }
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_files_of_a_sample_hold_the_set_they_are_written_from()
    {
        using var folder = new TemporaryFolder();
        var set = await made.CopyTo(folder["set"]);
        var files = FacesSample.Write(set, folder["out"]);
        Assert.Equal(
            ["faces-sample-0.webp", "faces-sample.jsonl", "faces-sample.json"],
            files.Select(static file => Path.GetFileName(file))
        );
        using var index = File.OpenRead(files[1]);
        var (header, clips, _) = FilmManifest.Read(index, "index");
        var packed = new FilmSet(header, clips, "packed", name => File.OpenRead(folder["out", name]));
        using var before = set.ToMemory();
        using var after = packed.ToMemory();
        int[] rows = [.. Enumerable.Range(0, set.Frames.Count)];
        using var left = before.Read(rows);
        using var right = after.Read(rows);
        Assert.Equal(left.bytes.ToArray(), right.bytes.ToArray());
        Assert.Equal(before.Frames, after.Frames);
        var description = await File.ReadAllTextAsync(files[2], TestContext.Current.CancellationToken);
        Assert.Empty(ManifestValidator.Check(description));
        Assert.All(Manifest.Parse(description).Downloads, file => Assert.True(FileHash.Matches(file, folder["out", file.Name])));
    }
}
