using Lethe.Tests.Experiments;

namespace Lethe.Tests.Cli;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("list")]
    [InlineData("reproduce")]
    [InlineData("submit")]
    [InlineData("submit slurm")]
    [InlineData("submit k8s")]
    [InlineData("status")]
    [InlineData("compare")]
    [InlineData("claims")]
    [InlineData("verify")]
    [InlineData("tune")]
    [InlineData("unlearn")]
    [InlineData("erase")]
    [InlineData("faces")]
    [InlineData("faces make")]
    [InlineData("detect")]
    [InlineData("train")]
    [InlineData("train classifier")]
    [InlineData("train detector")]
    [InlineData("faces crop")]
    [InlineData("data")]
    [InlineData("data list")]
    [InlineData("data get")]
    [InlineData("data verify")]
    [InlineData("data add")]
    [InlineData("doctor")]
    [InlineData("bench")]
    [InlineData("new")]
    [InlineData("new workshop")]
    [InlineData("notebook")]
    [InlineData("notebook run")]
    [InlineData("notebook convert")]
    [InlineData("notebook strip")]
    [InlineData("notebook student")]
    [InlineData("notebook grade")]
    [InlineData("notebook check")]
    [InlineData("gallery")]
    [InlineData("kernel")]
    [InlineData("kernel install")]
    [InlineData("kernel uninstall")]
    public async Task Every_command_explains_itself(string command)
    {
        var run = await CommandRun.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.Contains("Examples:", run.Out, StringComparison.Ordinal);
        Snapshot.Match(run.Out, $"help{(command.Length > 0 ? "-" : "")}{command.Replace(' ', '-')}", "Cli");
    }

    [Fact]
    public async Task No_arguments_show_the_help() => Assert.Equal((await CommandRun.Of("--help")).Out, (await CommandRun.Of()).Out);

    [Fact]
    public async Task A_group_of_commands_shows_its_help() =>
        Assert.Equal((await CommandRun.Of("data", "--help")).Out, (await CommandRun.Of("data")).Out);

    [Fact]
    public async Task The_help_lists_every_exit_code()
    {
        var help = (await CommandRun.Of("--help")).Out;
        Assert.All(Enum.GetValues<Lethe.Runtime.ExitCode>(), code => Assert.Contains($"\n  {(int)code} ", help, StringComparison.Ordinal));
    }
}
