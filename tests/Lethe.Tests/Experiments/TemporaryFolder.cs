namespace Lethe.Tests.Experiments;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lethe-experiments-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
