namespace Lethe.Tests.Runtime;

/// <summary>Sets an environment variable until disposed; tests do not run in parallel.</summary>
internal sealed class TemporaryVariable : IDisposable
{
    private readonly string name;
    private readonly string? before;

    public TemporaryVariable(string name, string? value)
    {
        (this.name, before) = (name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(name, before);
}

/// <summary>A fresh folder as <c>LETHE_HOME</c> until disposed.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly TemporaryVariable variable;

    public TemporaryHome() => variable = new("LETHE_HOME", Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("lethe-test-").FullName;

    public void Dispose()
    {
        variable.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
