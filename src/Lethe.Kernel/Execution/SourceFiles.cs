using Lethe.Kernel.Directives;

namespace Lethe.Kernel.Execution;

/// <summary>The files that a cell loads, and that those load in turn.</summary>
/// <param name="baseFolder">What relative paths in a cell start from; in a file they start from its own folder.</param>
internal sealed class SourceFiles(string baseFolder)
{
    private readonly Stack<string> open = new();

    /// <param name="run">Takes code, what a stack trace calls it, and whether its value is shown as a cell's.</param>
    /// <exception cref="DirectiveException">There is no such file, it is no notebook, or it loads itself.</exception>
    public void Run(string name, Action<string, string, bool> run)
    {
        var path = Path.GetFullPath(name, open.TryPeek(out var from) ? Path.GetDirectoryName(from)! : baseFolder);
        if (name.Length == 0 || !File.Exists(path))
        {
            throw new DirectiveException(name.Length == 0 ? "Which file?" : $"There is no file {path}.");
        }
        if (open.Contains(path))
        {
            throw new DirectiveException($"{path} loads itself.");
        }
        open.Push(path);
        try
        {
            foreach (var (code, place, isCell) in SourceFile.Read(path))
            {
                run(code, place, isCell);
            }
        }
        finally
        {
            open.Pop();
        }
    }
}
