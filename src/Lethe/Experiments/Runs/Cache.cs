using System.Security.Cryptography;
using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>
/// Things that take long to make, made once and kept in <see cref="LetheHome.Models"/> under the hash of all that decides them. One that is
/// killed on its way goes on at its last whole epoch.
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

    /// <summary>The thing, the caller's, and what its making came to; made now if it is not there.</summary>
    /// <param name="name">Begins the file's name.</param>
    /// <param name="identity">A record of all that decides it.</param>
    /// <param name="make">Gets an untrained thing, and a file for its state between epochs.</param>
    /// <param name="fresh">Make it again.</param>
    /// <exception cref="LetheException">The file is no such thing (<see cref="ExitCode.BadFile"/>), or cannot be written.</exception>
    public (T Value, TResult Result) Get(string name, object identity, Func<T, string, TResult> make, bool fresh = false)
    {
        var path = PathOf(name, identity);
        var value = create();
        try
        {
            if (!fresh && File.Exists(path))
            {
                return (value, Read(load(value, path), path));
            }
            LetheHome.Ensure(LetheHome.Models);
            var result = make(value, CheckpointOf(path));
            save(
                value,
                path,
                new Dictionary<string, string> { [ResultKey] = JsonSerializer.Serialize(result), ["of"] = Identity(identity) }
            );
            File.Delete(CheckpointOf(path)); // only now: a kill before this line costs nothing
            return (value, result);
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    /// <summary>True if nothing would have to be made.</summary>
    public static bool Has(string name, object identity) => File.Exists(PathOf(name, identity));

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

    private static string CheckpointOf(string path) => $"{path}.part";

    private static string PathOf(string name, object identity) =>
        Path.Combine(
            LetheHome.Models,
            $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Identity(identity))))[..12]}.safetensors"
        );

    private static string Identity(object identity) => JsonSerializer.Serialize(Settings.Of(identity));
}
