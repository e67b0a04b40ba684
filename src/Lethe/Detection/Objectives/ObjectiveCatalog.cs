namespace Lethe.Detection.Objectives;

/// <summary>One line each, with the kit's default settings.</summary>
public static class ObjectiveCatalog
{
    /// <summary>In the order of the tables' rows, from plain to QAD; then what stands in for others.</summary>
    public static Catalog<IDetectorObjective> All { get; } =
        new(
            "training objective",
            [
                new BaselineObjective(),
                new SoftLabelObjective(),
                new PairwiseObjective(),
                new CenterObjective(),
                new HsicObjective(),
                new AwpKlObjective(),
                new AwpXeObjective(),
                new SbiObjective(),
                new MatObjective(),
                new AddObjective(),
                new QadObjective(),
                new BznetStandInObjective(),
                new FangLinStandInObjective(),
            ]
        );

    public static IReadOnlyList<string> Names => All.Names;
}
