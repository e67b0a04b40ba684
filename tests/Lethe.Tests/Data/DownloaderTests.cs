using System.Security.Cryptography;
using Lethe.Data;
using Lethe.Runtime;
using static Lethe.Tests.Data.LoopbackServer;

namespace Lethe.Tests.Data;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)((i * 31) ^ (i >> 8)))];
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        folder.Dispose();
        http.Dispose();
    }

    [Fact]
    public async Task A_file_arrives_whole_and_progress_ends_at_its_size()
    {
        using var server = new LoopbackServer(Serve(Content));
        var seen = new Reports();
        await Fetch(server, File(server), seen);
        Arrived();
        Assert.Equal((300_000L, 300_000L), (seen.Last.Done, seen.Last.Total!.Value));
    }

    [Fact]
    public async Task After_a_server_dies_half_way_the_download_goes_on_where_it_was()
    {
        using var server = new LoopbackServer(DieAfter(100_000, Serve(Content)), Status(503), Serve(Content));
        await Fetch(server, File(server));
        Arrived();
        Assert.Equal([null, 100_000, 100_000], server.Requests.Select(static request => request.From));
    }

    [Fact]
    public async Task A_later_run_goes_on_where_an_earlier_one_gave_up()
    {
        using var server = new LoopbackServer(DieAfter(100_000, Serve(Content)), Status(500), Status(500), Status(500), Serve(Content));
        await Assert.ThrowsAsync<LetheException>(() => Fetch(server, File(server)));
        Assert.Equal(100_000, new FileInfo(folder["data.bin.part"]).Length);
        Assert.False(System.IO.File.Exists(folder["data.bin"]));
        await Fetch(server, File(server));
        Arrived();
        Assert.Equal(100_000, server.Requests[^1].From);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_starts_anew()
    {
        using var server = new LoopbackServer(DieAfter(100_000, static _ => new(200, Content)), static _ => new(200, Content));
        await Fetch(server, File(server));
        Arrived();
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_disk_that_does_not_take_it_is_said()
    {
        using var server = new LoopbackServer(Serve(Content));
        Directory.CreateDirectory(folder["data.bin.part"]);
        var error = await Assert.ThrowsAsync<LetheException>(() => Fetch(server, File(server)));
        Assert.Equal(ExitCode.Unwritable, error.ExitCode);
    }

    [Fact]
    public async Task Parts_that_do_not_fit_are_thrown_away_and_fetched_anew()
    {
        // Nothing tells that the first part is of another file, but the checksum.
        using var server = new LoopbackServer(
            DieAfter(100_000, static _ => new(200, new byte[300_000])),
            static request => new(206, Content[request.From!.Value..], $"Content-Range: bytes {request.From}-299999/300000"),
            Serve(Content)
        );
        await Fetch(server, File(server));
        Arrived();
        Assert.Null(server.Requests[^1].From);
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused_and_nothing_is_left()
    {
        using var server = new LoopbackServer(Serve(new byte[300_000]));
        var error = await Assert.ThrowsAsync<LetheException>(() => Fetch(server, File(server)));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(File(server).Sha256!, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task Another_size_than_the_manifests_is_refused_before_it_is_fetched(int size)
    {
        using var server = new LoopbackServer(Serve(new byte[size]));
        Assert.Contains(
            "offers",
            (await Assert.ThrowsAsync<LetheException>(() => Fetch(server, File(server)))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_mirror_helps_out_where_the_first_address_has_nothing()
    {
        using var gone = new LoopbackServer(Status(404));
        using var mirror = new LoopbackServer(Serve(Content));
        await Fetch(gone, File(gone) with { Mirrors = [mirror.Url] });
        Arrived();
        Assert.Single(gone.Requests);
    }

    [Fact]
    public async Task A_server_that_is_down_is_tried_as_often_as_told_and_named()
    {
        using var server = new LoopbackServer(Status(503));
        var seen = new Reports();
        var error = await Assert.ThrowsAsync<LetheException>(() => Fetch(server, File(server), seen));
        Assert.Equal(ExitCode.NotFound, error.ExitCode);
        Assert.Contains(server.Url, error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
        Assert.Contains("503", seen.Last.Note!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_always_dies_at_the_same_place_is_given_up()
    {
        using var server = new LoopbackServer(DieAfter(1000, static _ => new(200, Content)));
        await Assert.ThrowsAsync<LetheException>(() => Fetch(server, File(server)));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}/";
        var patient = new Downloader(http)
        {
            Attempts = 1,
            Patience = TimeSpan.FromMilliseconds(50),
            FirstPause = TimeSpan.Zero,
        };
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            patient.FetchAsync(Of(url), folder["data.bin"], null, TestContext.Current.CancellationToken)
        );
        Assert.Contains("no answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_by_the_user_it_stops_at_once_and_keeps_the_part()
    {
        using var server = new LoopbackServer(DieAfter(100_000, Serve(Content)), Status(503));
        using var stop = new CancellationTokenSource();
        var slow = new Downloader(http) { FirstPause = TimeSpan.FromMinutes(5) };
        var stopAtPause = new Reports(report =>
        {
            if (report.Note is not null)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            slow.FetchAsync(File(server), folder["data.bin"], stopAtPause, stop.Token)
        );
        Assert.Equal(100_000, new FileInfo(folder["data.bin.part"]).Length);
    }

    [Fact]
    public async Task A_complete_part_is_taken_without_asking_the_server()
    {
        using var server = new LoopbackServer(Status(500));
        folder.Write("data.bin.part", Content);
        await Fetch(server, File(server));
        Arrived();
        Assert.Empty(server.Requests);
    }

    private static ManifestFile File(LoopbackServer server) => Of(server.Url);

    private static ManifestFile Of(string url) =>
        new("data.bin", "data.bin", url, [], null, Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)), null);

    private Task Fetch(LoopbackServer server, ManifestFile file, IProgress<DownloadProgress>? progress = null) =>
        new Downloader(http) { Attempts = 3, FirstPause = TimeSpan.FromMilliseconds(1) }.FetchAsync(
            file,
            folder["data.bin"],
            progress,
            TestContext.Current.CancellationToken
        );

    private void Arrived()
    {
        Assert.Equal(Content, System.IO.File.ReadAllBytes(folder["data.bin"]));
        Assert.Equal(["data.bin"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    private sealed class Reports(Action<DownloadProgress>? then = null) : IProgress<DownloadProgress>
    {
        public DownloadProgress Last { get; private set; }

        public void Report(DownloadProgress value)
        {
            Last = value;
            then?.Invoke(value);
        }
    }
}
