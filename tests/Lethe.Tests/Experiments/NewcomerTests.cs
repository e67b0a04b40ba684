using System.CommandLine;
using Lethe.Cli;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Data;
using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Erasing;
using Lethe.Erasing.Methods;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Tests.Cli;
using Lethe.Unlearning;

namespace Lethe.Tests.Experiments;

/// <summary>What is added to a catalogue is all there is to do: each newcomer is then in help, plan, tables, comparison and
/// report.</summary>
[Collection("catalogues")]
[CollectionDefinition("catalogues", DisableParallelization = true)]
public sealed class NewcomerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> added = [];
    private readonly string? home = Environment.GetEnvironmentVariable("LETHE_HOME");

    public NewcomerTests() => Environment.SetEnvironmentVariable("LETHE_HOME", Path.Combine(folder.Path, "home"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LETHE_HOME", home);
        added.ForEach(static entry => entry.Dispose());
        folder.Dispose();
    }

    [Fact]
    public async Task A_method_is_one_file_and_one_line()
    {
        added.Add(UnlearningCatalog.All.Add(new Newcomer()));
        Assert.Contains("newcomer", await Help());

        using var runner = Runner("lau", methods: ["original", "newcomer"], models: ["resnet18"]);
        Assert.Equal(["original", "newcomer"], runner.Plan().Select(static cell => cell.Method));
        Assert.Equal("3", runner.Plan()[1].Settings["method.strength"]);
        Assert.All(runner.Run(TestContext.Current.CancellationToken), static record => Assert.Equal(RunStatus.Done, record.Status));

        var table = ExperimentCatalog.Show(runner.Records.Latest(), ["lau-utility"])[0];
        Assert.Equal("A newcomer", table.Rows[^1].Label);
        Assert.NotNull(table.Find("newcomer", "resnet18", "D_tr")!.Ours);
        Assert.Contains(Comparison.Of([table]).Rows, static row => row is { Method: "newcomer", Metric: "D_tr", Ours: not null });
        Assert.Contains("A newcomer", HtmlReport.Render([table]));
    }

    [Fact]
    public async Task A_network_and_a_data_set_are_one_line_each()
    {
        added.Add(ModelCatalog.All.Add(new("newnet", "New network", static spec => new ResNet(spec, [1, 1, 1, 1], deep: false))));
        added.Add(
            DatasetCatalog.All.Add(
                new("newset", "New set", FashionMnist.Name) { Load = static _ => DatasetCatalog.Load(FashionMnist.SampleName) }
            )
        );
        Assert.Contains("newnet", await Help());
        Assert.Contains("newset", await Help());

        using var runner = Runner("lau", methods: ["original"], models: ["newnet"], datasets: ["newset"]);
        Assert.Equal(
            ("newset", "newnet", "newnet"),
            (runner.Plan()[0].Dataset, runner.Plan()[0].Model, runner.Plan()[0].Settings["network.architecture"])
        );
        runner.Run(TestContext.Current.CancellationToken);

        var table = ExperimentCatalog.Show(runner.Records.Latest(), ["lau-utility"])[0];
        Assert.Contains("New set", table.Title);
        Assert.Contains(table.Blocks(), static block => block.Heading == "New network");
        Assert.Contains("New set, smoke profile", HtmlReport.Render([table]));
        Assert.Contains(Comparison.Of([table]).Rows, static row => row is { Model: "newnet", Dataset: "newset", Ours: not null });
    }

    [Fact]
    public async Task A_table_is_one_file_and_one_line()
    {
        added.Add(ExperimentCatalog.All.Add(new NewTable().Alone));
        Assert.Contains("new-table", await Help());
        Assert.Contains("new-table", ExperimentCatalog.Names);

        using var runner = Runner("new-table");
        Assert.Equal(3, runner.Plan().Count);
        runner.Run(TestContext.Current.CancellationToken);

        var table = Assert.Single(ExperimentCatalog.Show(runner.Records.Latest(), ["all"]));
        Assert.Equal(
            (1, 1.0),
            (table.Find("counting", "counter", "seed")!.Ours!.Mean, table.Find("counting", "counter", "seed")!.Ours!.Std)
        );
        Assert.Contains(Comparison.Of([table]).Rows, static row => row is { Table: "new-table", Metric: "seed", N: 3 });
        Assert.Contains("Seeds, counted", HtmlReport.Render([table]));
    }

    [Fact]
    public async Task A_detector_an_objective_a_family_and_an_eraser_are_one_line_each()
    {
        added.Add(DetectorCatalog.All.Add(new("newdetector", "New detector", static spec => new TinyDetector(spec))));
        added.Add(ObjectiveCatalog.All.Add(new NewObjective()));
        added.Add(Family.All.Add(new("newfamily", "New family")));
        added.Add(ErasingCatalog.All.Add(new NewEraser()));
        var help = await Help();
        Assert.All((string[])["newdetector", "newobjective", "newfamily", "neweraser"], name => Assert.Contains(name, help));

        using (var runner = Runner("qad", methods: ["newobjective"], models: ["newdetector"]))
        {
            Assert.All(runner.Plan(), static cell => Assert.Equal(("newdetector", "newobjective"), (cell.Model, cell.Method)));
        }
        using (var runner = Runner("erase", methods: ["neweraser"]))
        {
            Assert.Equal("neweraser", Assert.Single(runner.Plan()).Method);
        }
    }

    [Fact]
    public async Task A_command_is_one_file_and_one_line()
    {
        LetheCommand.Commands.Add(("newcommand", NewCommand.Create));
        try
        {
            Assert.Contains("newcommand", (await CommandRun.Of("--help")).Out);
            Assert.Contains("lethe newcommand --word hello", (await CommandRun.Of("newcommand", "--help")).Out);
            Assert.Equal("hello\n", (await CommandRun.Of("newcommand", "--word", "hello")).Out);
            (await CommandRun.Of("newcommand", "--other")).IsRefused(ExitCode.Usage, "'lethe newcommand --help'");
        }
        finally
        {
            LetheCommand.Commands.Remove(("newcommand", NewCommand.Create));
        }
    }

    private static async Task<string> Help() => (await CommandRun.Of("reproduce", "--help")).Out;

    private ExperimentRunner Runner(
        string table,
        IReadOnlyList<string>? methods = null,
        IReadOnlyList<string>? models = null,
        IReadOnlyList<string>? datasets = null
    ) =>
        new(
            new()
            {
                Tables = [table],
                Profile = "smoke",
                Methods = methods,
                Models = models,
                Datasets = datasets,
                Device = "cpu",
                Precision = "float32",
                Out = Path.Combine(folder.Path, "runs"),
            }
        );

    private sealed record Newcomer : IUnlearningMethod
    {
        public string Name => "newcomer";

        public string Title => "A newcomer";

        public DataAccess Reads => DataAccess.Forget;

        public bool IsInPaper => false;

        public int Strength { get; init; } = 3;

        public void Unlearn(UnlearningTask task) => task.Model.eval();
    }

    private sealed record NewObjective : IDetectorObjective
    {
        public string Name => "newobjective";

        public string Title => "New objective";

        public TorchSharp.torch.Tensor Loss(Detector detector, DetectorBatch batch) => new BaselineObjective().Loss(detector, batch);
    }

    private sealed record NewEraser : IErasingMethod
    {
        public string Name => "neweraser";

        public string Title => "New eraser";

        public ErasingRecipe Recipe { get; init; } = new();

        public void Erase(ErasingTask task) => task.Checked();
    }

    private static class NewCommand
    {
        public static Command Create(Terminal terminal)
        {
            var command = new DocumentedCommand("newcommand", "Says a word.", ("lethe newcommand --word hello", "says hello"));
            var word = command.Required("--word", "What to say.", "WORD");
            return command.Runs(
                (given, _) =>
                {
                    terminal.Out.WriteLine(given.GetValue(word));
                    return ExitCode.Ok;
                }
            );
        }
    }

    private sealed class NewTable() : MetricTable("new-table", "Seeds, counted", "counter")
    {
        public ExperimentEntry Alone =>
            new(
                Name,
                [this],
                static context => new Plan(
                    new EmptyLab(context),
                    from seed in context.Seeds(3)
                    let cell = new Cell
                    {
                        Experiment = "new-table",
                        Dataset = "nothing",
                        Model = "counter",
                        Method = "counting",
                        Profile = context.Profile.Name,
                        Seed = seed,
                    }
                    select new Job(cell, static run => new() { Metrics = new() { ["seed"] = run.Seed } })
                )
            );

        protected override IReadOnlyList<string> Rows => ["counting"];

        protected override string ModelTitle(string model) => "Counter";

        protected override IReadOnlyList<ResultColumn> Columns(string model) => [MetricUnit.Samples.Up("seed")];

        protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) => ["The seeds themselves."];
    }

    private sealed class EmptyLab(RunContext context) : Lab(context)
    {
        public override (string Source, bool IsStandIn) DataOf(Cell cell) => ("none", true);
    }
}
