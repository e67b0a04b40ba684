using Lethe.Cli.Options;
using Lethe.Runtime;
using Lethe.Unlearning;

namespace Lethe.Tests.Cli;

public sealed class MethodSettingsTests
{
    [Fact]
    public void Settings_are_named_in_any_spelling()
    {
        var lau = (Lau)MethodSettings.Apply(new Lau(), ["alpha=0.3", "double-softmax=false", "MaxEpochs = 7", "kl_reduction=mean"]);
        Assert.Equal(
            new Lau
            {
                Alpha = 0.3,
                DoubleSoftmax = false,
                MaxEpochs = 7,
                KlReduction = KlReduction.Mean,
            },
            lau
        );
    }

    [Fact]
    public void The_method_itself_stays_as_it_was()
    {
        var lau = new Lau();
        MethodSettings.Apply(lau, ["alpha=0.3"]);
        Assert.Equal(0.5, lau.Alpha);
    }

    [Theory]
    [InlineData("alpha", "--set wants NAME=VALUE, not 'alpha'.")]
    [InlineData("beta=1", "lau has no setting 'beta'.")]
    [InlineData("alpha=much", "Alpha wants a number, not 'much'.")]
    [InlineData("alpha=1.5", "Alpha must be between 0 and 1")]
    [InlineData("guard=maybe", "Guard wants true or false, not 'maybe'.")]
    [InlineData("attack=teeth", "Attack wants one of Feature, Image, not 'teeth'.")]
    public void Nonsense_is_refused(string assignment, string because)
    {
        var error = Assert.Throws<LetheException>(() => MethodSettings.Apply(new Lau(), [assignment]));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_method_of_the_catalogue_can_be_copied() =>
        Assert.All(
            UnlearningCatalog.Names,
            name => Assert.Equal(UnlearningCatalog.Create(name, "small"), MethodSettings.Apply(UnlearningCatalog.Create(name, "small"), []))
        );
}
