using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using Lethe.Unlearning.Runs;
using Lethe.Unlearning.Tuning;

namespace Lethe.Tests.Unlearning.Tuning;

public sealed class TuningPlanTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    [InlineData("4")]
    public void Nothing_of_what_is_reported_takes_part(string? reported)
    {
        using var plan = TuningPlan.Open(Context(forget: reported));
        using var whole = DatasetCatalog.Load(FashionMnist.SampleName, new());
        var lab = Assert.IsType<UnlearningLab>(plan.Lab);
        var cells = plan.Jobs.Select(static job => job.Cell).ToList();

        Assert.Equal(24 * 4, cells.Count);
        Assert.All(cells, static cell => Assert.True(cell.Seed >= TuningProtocol.FirstSeed));
        Assert.DoesNotContain(
            cells,
            cell => cell.ForgetClass == int.Parse(reported ?? "8", System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.Equal(2, cells.Select(static cell => cell.ForgetClass).Distinct().Count());
        // All that a cell can reach: the training images, divided. There are no test images in it.
        var data = lab.Data(FashionMnist.SampleName);
        Assert.Equal(whole.Train.Count, data.Train.Count + data.Test.Count);
        Assert.All(cells, cell => Assert.Equal($"{data.Train.Count}", cell.Settings["train"]));
        // Networks of its own: of none of these is there a table.
        Assert.All(
            cells.Take(4),
            cell =>
                Assert.DoesNotContain(
                    lab.Needs(cell, withRetrained: false),
                    static need => need.Network.Name.StartsWith("retrained", StringComparison.Ordinal)
                )
        );
        Assert.All(
            plan.Jobs,
            static job =>
                Assert.DoesNotContain(job.Needs(), static need => need.Network.Name.StartsWith("retrained", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Cells_differ_by_trial_class_and_seed()
    {
        using var plan = TuningPlan.Open(Context());

        Assert.Equal(24 * 4, plan.Jobs.Select(static job => job.Cell.Id).Distinct().Count());
    }

    [Fact]
    public void Fewer_trials_are_the_first_of_more()
    {
        using var all = TuningPlan.Open(Context());
        using var few = TuningPlan.Open(Context(trials: "5"));

        Assert.Equal(20, few.Jobs.Count());
        Assert.Subset(all.Jobs.Select(static job => job.Cell.Id).ToHashSet(), few.Jobs.Select(static job => job.Cell.Id).ToHashSet());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("0")]
    public void A_number_of_trials_is_a_number(string trials) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => TuningPlan.Open(Context(trials: trials))).ExitCode);

    [Fact]
    public void Seeds_are_its_own() =>
        Assert.Equal(
            ExitCode.Usage,
            Assert
                .Throws<LetheException>(() =>
                    TuningPlan.Open(
                        new(
                            new()
                            {
                                Tables = [TuningPlan.Name],
                                Seeds = 3,
                                Out = "",
                            }
                        )
                    )
                )
                .ExitCode
        );

    [Fact]
    public void A_method_without_settings_cannot_be_tuned() =>
        Assert.Contains(
            "There is no method to tune 'logit-mask'",
            Assert
                .Throws<LetheException>(() =>
                    TuningPlan.Open(
                        new(
                            new()
                            {
                                Tables = [TuningPlan.Name],
                                Methods = ["logit-mask"],
                                Out = "",
                            }
                        )
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    private static RunContext Context(string? forget = null, string? trials = null) =>
        new(
            new()
            {
                Tables = [TuningPlan.Name],
                Profile = "quick",
                Methods = ["fine-tune"],
                Choices = { ["forget"] = forget is null ? null : [forget], ["trials"] = trials is null ? null : [trials] },
                Precision = "float32",
                Device = "cpu",
                Out = "",
            }
        );
}
