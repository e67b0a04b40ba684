using System.Net;

namespace Lethe.Data;

/// <summary>
/// Fetches one file: goes on where it was cut off, retries with growing pauses, tries the mirrors, and lets nothing through
/// whose checksum is not the manifest's.
/// </summary>
public sealed class Downloader(HttpClient http)
{
    /// <summary>Attempts in a row that bring no new byte before an address is given up.</summary>
    public int Attempts { get; init; } = 5;

    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A server that sends nothing for so long is taken for dead.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Downloads to <c>target.part</c> and renames it once its checksum is right.</summary>
    /// <exception cref="LetheException">NotFound: no address answers; BadFile: another content came; Unwritable.</exception>
    public async Task FetchAsync(ManifestFile file, string target, IProgress<DownloadProgress>? progress, CancellationToken cancel)
    {
        LetheException? failure = null;
        foreach (var url in file.Mirrors.Prepend(file.ContentUrl))
        {
            try
            {
                await FetchFromAsync(new(url), file, new(target), progress, cancel);
                return;
            }
            catch (LetheException error) when (error.ExitCode != ExitCode.Unwritable)
            {
                // The first address is the one to complain about, unless a later one sent something wrong.
                failure = failure is null || error.ExitCode == ExitCode.BadFile ? error : failure;
            }
        }
        throw failure!;
    }

    private async Task FetchFromAsync(
        Uri url,
        ManifestFile file,
        PartialFile part,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancel
    )
    {
        var (failures, best) = (0, part.Length);
        while (true)
        {
            var resumed = part.Length > 0;
            string reason;
            try
            {
                if (part.Length == 0 || part.Length != file.Bytes)
                {
                    await TransferAsync(url, file, part, progress, cancel);
                }
                if (FileHash.Matches(file, part.Path))
                {
                    part.Finish();
                    return;
                }
                part.Discard();
                reason = resumed
                    ? "the parts of two attempts do not fit together"
                    : throw LetheException.BadFile($"{url} sent something else than {file.Name}: its checksum is not {file.Checksum}.");
            }
            catch (Exception error) when (error is HttpRequestException or HttpIOException or TransientException)
            {
                reason = error.Message;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                reason = $"no answer for {Patience.TotalSeconds:0} s";
            }
            (failures, best) = part.Length > best ? (0, part.Length) : (failures + 1, best);
            if (failures >= Attempts)
            {
                throw LetheException.NotFound($"{url}: {reason}");
            }
            var pause = FirstPause * Math.Pow(2, failures);
            progress?.Report(new(file.Name, part.Length, file.Bytes, $"{reason}; again in {pause.TotalSeconds:0} s"));
            await Task.Delay(pause, cancel);
        }
    }

    private async Task TransferAsync(
        Uri url,
        ManifestFile file,
        PartialFile part,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancel
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (part.Length > 0)
        {
            request.Headers.Range = new(part.Length, null);
        }
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Accept(response, url, part);
        var total = response.Content.Headers.ContentLength + part.Length ?? file.Bytes;
        if (total != (file.Bytes ?? total))
        {
            part.Discard();
            throw LetheException.BadFile($"{url} offers {total} bytes, and {file.Name} has {file.Bytes}.");
        }
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        await using var disk = part.Append();
        var buffer = new byte[1 << 17];
        var (done, reported) = (disk.Length, 0L);
        while (await ReadAsync(body, buffer, patience) is > 0 and var read)
        {
            done += read;
            if (done > (file.Bytes ?? long.MaxValue))
            {
                throw LetheException.BadFile($"{url} sends more than the {file.Bytes} bytes that {file.Name} has.");
            }
            part.Write(disk, buffer.AsMemory(0, read));
            // Four times a second is enough for a person.
            if (Environment.TickCount64 - reported >= 250)
            {
                reported = Environment.TickCount64;
                progress?.Report(new(file.Name, done, total));
            }
        }
        progress?.Report(new(file.Name, done, total));
        if (done < total)
        {
            throw new TransientException($"the answer ended after {done} of {total} bytes");
        }
    }

    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationTokenSource patience)
    {
        patience.CancelAfter(Patience);
        try
        {
            return await body.ReadAsync(buffer, patience.Token);
        }
        catch (IOException error)
        {
            throw new TransientException(error.Message);
        }
    }

    // Brings the partial file in line with what the server is about to send.
    private static void Accept(HttpResponseMessage response, Uri url, PartialFile part)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when part.Length > 0 && response.Content.Headers.ContentRange?.From == part.Length:
                return;
            case HttpStatusCode.OK:
                part.Truncate();
                return;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Discard();
                throw new TransientException("the server sent another part than was asked for");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new TransientException($"status {(int)response.StatusCode}");
            default:
                throw LetheException.NotFound($"{url}: status {(int)response.StatusCode} {response.ReasonPhrase}");
        }
    }

    private sealed class TransientException(string message) : Exception(message);
}
