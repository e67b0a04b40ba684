using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Tests.Experiments;

/// <summary>Experiments at the smoke profile, with a cache and a record folder of their own.</summary>
public sealed class SmokeRun : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? home = Environment.GetEnvironmentVariable("LETHE_HOME");

    public SmokeRun() => Environment.SetEnvironmentVariable("LETHE_HOME", Path.Combine(folder.Path, "home"));

    public RecordStore Store => new(Path.Combine(folder.Path, "runs"));

    public IReadOnlyList<RunRecord> Run(
        string table,
        IReadOnlyList<string>? models = null,
        int? forget = null,
        IReadOnlyList<string>? families = null,
        IReadOnlyList<string>? methods = null,
        string? set = null
    )
    {
        using var runner = new ExperimentRunner(
            new()
            {
                Tables = [table],
                Profile = "smoke",
                Models = models,
                Choices =
                {
                    ["forget"] =
                        set is not null ? [set]
                        : forget is null ? null
                        : [$"{forget}"],
                    ["families"] = families,
                },
                Methods = methods,
                Precision = "float32",
                Out = Store.Folder,
            }
        );
        return runner.Run(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LETHE_HOME", home);
        folder.Dispose();
    }
}
