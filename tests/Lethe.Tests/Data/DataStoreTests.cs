using System.Security.Cryptography;
using System.Text;
using Lethe.Data;
using Lethe.Runtime;
using static Lethe.Tests.Data.LoopbackServer;

namespace Lethe.Tests.Data;

public sealed class DataStoreTests : IDisposable
{
    private static readonly byte[] Packed = ArchiveTests.Tar(("toys/a.bin", "first"), ("toys/b.bin", "second"));
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        folder.Dispose();
        http.Dispose();
    }

    [Fact]
    public async Task An_archive_is_fetched_unpacked_and_then_found()
    {
        using var server = new LoopbackServer(Serve(Packed));
        var store = Store(server.Url);
        Assert.False(Assert.Single(store.List()).IsPresent);
        var place = await store.GetAsync("toys", cancel: Cancel);
        Assert.Equal("first", await File.ReadAllTextAsync(Path.Combine(place, "a.bin"), Cancel));
        Assert.Equal(place, await Store(server.Url).GetAsync("toys", cancel: Cancel));
        Assert.Single(server.Requests);
        Assert.All(store.Verify("toys"), static check => Assert.Equal(FileState.Ok, check.State));
    }

    [Fact]
    public async Task Two_at_once_download_once()
    {
        using var server = new LoopbackServer(Serve(Packed));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store(server.Url).GetAsync("toys", cancel: Cancel), Cancel)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Offline_the_message_names_manifest_address_and_place_and_a_file_put_there_is_taken()
    {
        var store = Store("http://127.0.0.1:9/toys.tar.gz");
        var error = await Assert.ThrowsAsync<LetheException>(() => store.GetAsync("toys", cancel: Cancel));
        Assert.Equal(ExitCode.NotFound, error.ExitCode);
        var place = folder["cache", "toys", "toys.tar.gz"];
        foreach (var part in new[] { "data-manifests/toys.json", "http://127.0.0.1:9/toys.tar.gz", place })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
        await File.WriteAllBytesAsync(place, Packed, Cancel);
        await store.GetAsync("toys", cancel: Cancel);
        Assert.All(store.Verify("toys"), static check => Assert.Equal(FileState.Ok, check.State));
    }

    [Fact]
    public async Task A_wrong_file_put_there_by_hand_is_refused()
    {
        folder.Write("cache/toys/toys.tar.gz", [1, 2, 3]);
        var error = await Assert.ThrowsAsync<LetheException>(() => Store("http://127.0.0.1:9/").GetAsync("toys", cancel: Cancel));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
    }

    [Fact]
    public async Task A_changed_file_is_found_by_verify_and_a_missing_one_too()
    {
        using var server = new LoopbackServer(Serve(Packed));
        var store = Store(server.Url);
        var place = await store.GetAsync("toys", cancel: Cancel);
        await File.WriteAllTextAsync(Path.Combine(place, "a.bin"), "worse", Cancel);
        Assert.Equal([FileState.Wrong, FileState.Ok], store.Verify("toys").Select(static check => check.State));
        File.Delete(Path.Combine(place, "a.bin"));
        Assert.Equal([FileState.Missing, FileState.Ok], store.Verify("toys").Select(static check => check.State));
    }

    [Fact]
    public async Task Own_files_are_copied_if_their_checksum_is_right()
    {
        folder.Write("own/a.bin", "first"u8.ToArray());
        folder.Write("own/b.bin", "second"u8.ToArray());
        var store = Store("http://127.0.0.1:9/");
        Assert.Equal(folder["cache", "toys"], await store.AddAsync("toys", folder["own"], Cancel));
        Directory.Delete(folder["own"], recursive: true);
        Assert.Equal(folder["cache", "toys"], await store.GetAsync("toys", cancel: Cancel));
    }

    [Fact]
    public async Task Own_files_that_are_something_else_are_refused()
    {
        folder.Write("own/a.bin", "first"u8.ToArray());
        folder.Write("own/b.bin", "other"u8.ToArray());
        var error = await Assert.ThrowsAsync<LetheException>(() => Store("http://127.0.0.1:9/").AddAsync("toys", folder["own"], Cancel));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("--data-dir", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["cache", "toys", "a.bin"]));
    }

    [Fact]
    public async Task An_own_archive_is_checked_and_unpacked()
    {
        folder.Write("own/toys.tar.gz", Packed);
        var place = await Store("http://127.0.0.1:9/").AddAsync("toys", folder["own"], Cancel);
        Assert.Equal("second", await File.ReadAllTextAsync(Path.Combine(place, "b.bin"), Cancel));
    }

    [Fact]
    public async Task An_own_folder_without_the_files_is_said()
    {
        Directory.CreateDirectory(folder["own"]);
        var store = Store("http://127.0.0.1:9/");
        Assert.Contains(
            "a.bin",
            (await Assert.ThrowsAsync<LetheException>(() => store.AddAsync("toys", folder["own"], Cancel))).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            ExitCode.NotFound,
            (await Assert.ThrowsAsync<LetheException>(() => store.AddAsync("toys", folder["gone"], Cancel))).ExitCode
        );
        Assert.Equal(
            ExitCode.Usage,
            (await Assert.ThrowsAsync<LetheException>(() => store.AddAsync("nothing", folder["own"], Cancel))).ExitCode
        );
    }

    [Fact]
    public async Task A_folder_of_photographs_is_remembered_and_read_from_its_place()
    {
        foreach (var name in new[] { "Ann", "Bob" })
        {
            for (var i = 0; i < 20; i++)
            {
                folder.Write($"people/{name}/{i}.png", ImageFolderTests.Png(20, 20, 0xFF0000FF));
            }
        }
        var options = new DataOptions { Cache = folder["cache"] };
        Assert.Equal(folder["people"], await new DataStore(options).AddAsync("lfw", folder["people"], Cancel));
        Assert.Contains(new DataStore(options).List(), status => status.Manifest.Name == "lfw" && status.Location == folder["people"]);
        using var data = DatasetCatalog.Load("faces", options);
        Assert.Equal(("lfw", 36, 4, true), (data.Name, data.Train.Count, data.Test.Count, data.IsStandIn));
        Assert.Equal([FileState.Unchecked], new DataStore(options).Verify("lfw").Select(static check => check.State));
    }

    [Fact]
    public async Task A_gated_set_is_never_fetched()
    {
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            new DataStore(new() { Cache = folder["cache"] }).GetAsync("vggface2", cancel: Cancel)
        );
        Assert.Contains("register", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["cache"]));
    }

    [Fact]
    public async Task A_folder_of_listed_files_is_checked_and_used_where_it_lies()
    {
        static ManifestFile Inside(string name) => new(name, name, name, [], "model", null, Hash(Encoding.UTF8.GetBytes(name)), null);
        var manifest = new Manifest(
            "model",
            "Model",
            "",
            "",
            true,
            [],
            [
                new("model", "model", "https://example.org/model", [], null, null, null, null),
                Inside("index.json"),
                Inside("part/weights.bin"),
            ],
            null
        )
        {
            StaysInPlace = true,
        };
        var store = new DataStore(new DataOptions { Cache = folder["cache"] }, manifests: [manifest]);
        folder.Write("mine/index.json", "index.json"u8.ToArray());
        folder.Write("mine/part/weights.bin", "other"u8.ToArray());
        Assert.Equal(
            ExitCode.BadFile,
            (await Assert.ThrowsAsync<LetheException>(() => store.AddAsync("model", folder["mine"], Cancel))).ExitCode
        );
        folder.Write("mine/part/weights.bin", "part/weights.bin"u8.ToArray());
        Assert.Equal(folder["mine"], await store.AddAsync("model", folder["mine"], Cancel));
        Assert.Equal(folder["mine"], await store.GetAsync("model", cancel: Cancel));
        Assert.Equal([FileState.Ok, FileState.Ok], store.Verify("model").Select(static check => check.State));
        Assert.False(File.Exists(folder["cache", "model", "weights.bin"]));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_made_is_said()
    {
        folder.Write("cache", [1]);
        var error = await Assert.ThrowsAsync<LetheException>(() => Store("http://127.0.0.1:9/").GetAsync("toys", cancel: Cancel));
        Assert.Equal(ExitCode.Unwritable, error.ExitCode);
    }

    [Fact]
    public async Task What_comes_with_the_kit_needs_nothing() =>
        Assert.Equal(
            DataStore.Embedded,
            await new DataStore(new() { Cache = folder["cache"] }).GetAsync(FashionMnist.SampleName, cancel: Cancel)
        );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DataStore Store(string url)
    {
        ManifestFile Inner(string name, string text) =>
            new(name, name, $"toys/{name}", [], "toys.tar.gz", null, Hash(Encoding.UTF8.GetBytes(text)), null);
        var manifest = new Manifest(
            "toys",
            "Toys",
            "",
            "",
            false,
            [],
            [
                new("toys.tar.gz", "toys.tar.gz", url, [], null, Packed.Length, Hash(Packed), null),
                Inner("a.bin", "first"),
                Inner("b.bin", "second"),
            ],
            null
        );
        return new(
            new DataOptions { Cache = folder["cache"] },
            new Downloader(http) { Attempts = 2, FirstPause = TimeSpan.FromMilliseconds(1) },
            [manifest]
        );
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
