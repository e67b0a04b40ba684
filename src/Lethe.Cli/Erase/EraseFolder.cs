using Lethe.Cli.Doctor;
using Lethe.Erasing;
using Lethe.Runtime;

namespace Lethe.Cli.Erase;

/// <summary>The folder of <c>--out</c>: what is in it when a run is done, and what a run that is killed goes on from.</summary>
internal sealed class EraseFolder(string path)
{
    public const string DeltaName = "delta.safetensors",
        GridName = "grid.png",
        PageName = "report.html",
        JsonName = "report.json";

    private static readonly string[] Results = [DeltaName, GridName, PageName, JsonName];

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>What a run that is killed goes on from.</summary>
    public string Checkpoint => In($"{DeltaName}.part");

    /// <summary>The delta until everything about it is known.</summary>
    public string Unfinished => In($"{DeltaName}.new");

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes nothing, and makes no folder.</summary>
    /// <exception cref="LetheException">It cannot be written (<see cref="ExitCode.Unwritable"/>).</exception>
    public void RequireWritable()
    {
        if (FolderSize.WhyNotWritable(Path) is { } reason)
        {
            throw LetheException.Unwritable($"Cannot write in {Path}: {reason} Choose another folder with --out.");
        }
    }

    /// <summary>Refuses to overwrite what another run wrote. A checkpoint of this very run is a reason to go on.</summary>
    /// <returns>Iterations done before.</returns>
    /// <exception cref="LetheException">A result or a checkpoint of another run is there (<see cref="ExitCode.Unwritable"/>), or the
    /// checkpoint is broken.</exception>
    public int Resume(ErasingTask task, IErasingMethod method, bool force)
    {
        var (step, isOwn) = Found(task, method, force);
        if (step is { } done && isOwn)
        {
            return done;
        }
        if (step is not null && !force)
        {
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
    /// <exception cref="LetheException">It cannot be written.</exception>
    public void Finish(byte[] grid, string page, string json)
    {
        Write(GridName, grid);
        Write(PageName, System.Text.Encoding.UTF8.GetBytes(page));
        Write(JsonName, System.Text.Encoding.UTF8.GetBytes(json));
        Guard(() => File.Move(Unfinished, In(DeltaName), overwrite: true));
        Guard(() => File.Delete(Checkpoint)); // only now: a kill before this line costs nothing
    }

    private void Write(string name, byte[] content) => WholeFile.Write(In(name), "Choose another folder with --out.", content);

    private static (int? Step, bool IsOwn) Found(ErasingTask task, IErasingMethod method, bool force)
    {
        try
        {
            return (task.Found(method, out var isOwn), isOwn);
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.BadFile)
        {
            return force ? (0, false) : throw LetheException.BadFile($"{error.Message} Delete it, or start anew with --force.", error);
        }
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot write in {Path}: {error.Message} Choose another folder with --out.", error);
        }
    }
}
