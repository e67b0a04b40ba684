using System.Text;
using Lethe.Cli.Doctor;
using Lethe.Erasing.Runs;

namespace Lethe.Cli.Erase;

/// <summary>The folder of <c>--out</c>: what is in it when a run is done, and what a run that is killed goes on from.</summary>
internal sealed class EraseFolder(string path)
{
    public const string DeltaName = "delta.safetensors",
        GridName = "grid.png",
        PageName = "report.html",
        JsonName = "report.json";

    private const string Advice = "Choose another folder with --out.";

    private static readonly string[] Results = [DeltaName, GridName, PageName, JsonName];

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Checkpoint => In($"{DeltaName}.part");

    /// <summary>The delta until everything about it is known.</summary>
    public string Unfinished => In($"{DeltaName}.new");

    /// <summary>Writes nothing, and makes no folder.</summary>
    public void RequireWritable()
    {
        if (FolderSize.WhyNotWritable(Path) is { } reason)
        {
            throw LetheException.Unwritable($"Cannot write in {Path}: {reason} {Advice}");
        }
    }

    /// <summary>Refuses to overwrite what another run wrote. A checkpoint of this very run is a reason to go on.</summary>
    /// <returns>Iterations done before.</returns>
    /// <exception cref="LetheException">A result or a checkpoint of another run is there (<see cref="ExitCode.Unwritable"/>), or the
    /// checkpoint is broken.</exception>
    public int Resume(Erasure erasure, bool force)
    {
        switch (Found(erasure, force))
        {
            case (var done, true):
                return done;
            case not null when !force:
                throw LetheException.Unwritable(
                    $"{Checkpoint} is of a run with other arguments. Start it again as it was, choose another folder with --out, "
                        + $"or start anew with --force."
                );
        }
        // Beside an unfinished delta lie the results of a run that was killed while it wrote them.
        if (!force && !File.Exists(Unfinished) && Results.FirstOrDefault(name => File.Exists(In(name))) is { } there)
        {
            throw LetheException.Unwritable(
                $"{In(there)} is there already. Choose another folder with --out, or overwrite it with --force."
            );
        }
        if (File.Exists(Checkpoint))
        {
            File.Delete(Checkpoint); // with --force only
        }
        return 0;
    }

    /// <summary>Puts everything in its place: each file is whole or not there. The delta comes last: until it has its name, the run is not
    /// done.</summary>
    public void Finish(byte[] grid, string page, string json)
    {
        WholeFile.Write(In(GridName), Advice, grid);
        WholeFile.Write(In(PageName), Advice, Encoding.UTF8.GetBytes(page));
        WholeFile.Write(In(JsonName), Advice, Encoding.UTF8.GetBytes(json));
        try
        {
            File.Move(Unfinished, In(DeltaName), overwrite: true);
            File.Delete(Checkpoint); // only now: a kill before this line costs nothing
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot write in {Path}: {error.Message} {Advice}", error);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private static (int Step, bool IsOwn)? Found(Erasure erasure, bool force)
    {
        try
        {
            return erasure.Found();
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.BadFile)
        {
            return force ? (0, false) : throw LetheException.BadFile($"{error.Message} Delete it, or start anew with --force.", error);
        }
    }
}
