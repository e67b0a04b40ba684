using Lethe.Runtime;

namespace Lethe.Tests.Cli;

public sealed class ListTests
{
    [Fact]
    public async Task Without_a_kind_every_list_is_named()
    {
        var run = await CommandRun.Of("list");
        Assert.Equal(0, run.Code);
        Assert.Contains("methods     retrain, negative-gradient", run.Out);
        Assert.Contains("notebooks   00_start, ", run.Out);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_listed() =>
        Assert.Equal(
            "| Name | Title |\n| --- | --- |\n| lau | LAU |\n",
            (await CommandRun.Of("list", "methods", "lau", "--format", "markdown")).Out
        );

    [Theory]
    [InlineData("There is no list 'dragons'. Known: tables, methods, ", "dragons")]
    [InlineData("There is no entry of networks 'alexnet'. Known: vgg16, ", "networks", "alexnet")]
    [InlineData("--format wants text or markdown, not 'pdf'.", "methods", "--format", "pdf")]
    public async Task What_is_not_there_is_refused(string because, params string[] arguments) =>
        (await CommandRun.Of(["list", .. arguments])).IsRefused(ExitCode.Usage, because);
}
