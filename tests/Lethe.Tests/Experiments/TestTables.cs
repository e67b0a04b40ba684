using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Unlearning.Tables;

namespace Lethe.Tests.Experiments;

/// <summary>The paper's main tables of some records.</summary>
internal static class TestTables
{
    public static ResultTable Utility(
        IReadOnlyCollection<RunRecord> records,
        string dataset,
        string profile,
        IReadOnlyList<string>? models = null
    ) => new LauUtility().Build(new(records, dataset, profile, models));

    public static ResultTable Efficiency(IReadOnlyCollection<RunRecord> records, string dataset, string profile) =>
        new LauEfficiency().Build(new(records, dataset, profile, null));

    public static IReadOnlyList<ResultTable> Lau(IReadOnlyCollection<RunRecord> records, IReadOnlyList<string>? models = null) =>
        ExperimentCatalog.Show(records, ["lau"], models);
}
