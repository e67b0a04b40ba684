using System.Text.Json;

namespace Lethe.Experiments.Runs;

/// <summary>
/// Things that take long to make, made once and kept in <see cref="LetheHome.Models"/> under the hash of all that decides them. One that is
/// killed on its way goes on at its last whole epoch. Of processes that want the same one, on as many machines as share the disk, one makes
/// it
/// and the others wait.
/// </summary>
/// <typeparam name="T">A network.</typeparam>
/// <typeparam name="TResult">What its making came to, kept with it: seconds, losses.</typeparam>
/// <param name="create">An untrained one, to be loaded or trained.</param>
/// <param name="load">From a file; returns the metadata there.</param>
/// <param name="save">To a file, with metadata.</param>
public sealed class Cache<T, TResult>(
    Func<T> create,
    Func<T, string, IReadOnlyDictionary<string, string>> load,
    Action<T, string, IReadOnlyDictionary<string, string>> save
)
    where T : class, IDisposable
{
    private const string ResultKey = "result";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The thing, the caller's, and what its making came to; made now if it is not there.</summary>
    /// <param name="make">Gets an untrained thing, and a file for its state between epochs.</param>
    /// <exception cref="LetheException">The file is no such thing (<see cref="ExitCode.BadFile"/>), cannot be written, or had to be there
    /// (<see cref="ExitCode.Missing"/>).</exception>
    public (T Value, TResult Result) Get(KeptNetwork network, Func<T, string, TResult> make, CacheUse use = default)
    {
        using var claim = use.IsFresh || !network.IsThere ? Claimed(network, use) : null;
        var value = create();
        try
        {
            if (!use.IsFresh && network.IsThere)
            {
                return (value, Read(load(value, network.Path), network.Path));
            }
            var result = make(value, CheckpointOf(network));
            save(
                value,
                network.Path,
                new Dictionary<string, string> { [ResultKey] = JsonSerializer.Serialize(result), ["of"] = network.Text }
            );
            File.Delete(CheckpointOf(network)); // only now: a kill before this line costs nothing
            return (value, result);
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    // Null if another has made it meanwhile.
    private static ClaimFile? Claimed(KeptNetwork network, CacheUse use)
    {
        if (use.MustBeThere)
        {
            throw new LetheException(
                ExitCode.Missing,
                $"The network {Path.GetFileNameWithoutExtension(network.Path)} has not been trained yet, and this run is not to train it. "
                    + "Run the plan's first wave (--wave 0), or leave --wave out."
            );
        }
        var file = Path.Combine(
            LetheHome.Ensure(Path.Combine(LetheHome.Models, ".claims")),
            Path.GetFileNameWithoutExtension(network.Path)
        );
        var isTold = false;
        while (use.IsFresh || !network.IsThere)
        {
            if (ClaimFile.TryTake(file) is { } claim)
            {
                return claim;
            }
            if (!isTold && ClaimFile.OwnerOf(file) is { } owner)
            {
                use.Waiting?.Invoke(owner);
                isTold = true;
            }
            use.Cancellation.WaitHandle.WaitOne(Pause);
            use.Cancellation.ThrowIfCancellationRequested();
        }
        return null;
    }

    private static TResult Read(IReadOnlyDictionary<string, string> metadata, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TResult>(metadata[ResultKey])!;
        }
        catch (Exception error) when (error is KeyNotFoundException or JsonException)
        {
            throw LetheException.BadFile($"{path} was not made by an experiment. Delete it; it is made again then.", error);
        }
    }

    private static string CheckpointOf(KeptNetwork network) => $"{network.Path}.part";
}
