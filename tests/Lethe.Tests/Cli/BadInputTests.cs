using System.CommandLine;
using Lethe.Cli;
using Lethe.Cli.Output;
using Lethe.Runtime;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Cli;

public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("frobnicate", "There is no command 'frobnicate' here. See 'lethe --help'.")]
    [InlineData("reproduce", "See 'lethe reproduce --help'.")]
    [InlineData("reproduce lau --sseds 3", "--sseds")]
    [InlineData("reproduce lau --seeds many", "--seeds wants a number from 1 on, not 'many'.")]
    [InlineData("reproduce lau --seeds 0", "--seeds wants a number from 1 on, not '0'.")]
    [InlineData("tune lau --trials none", "--trials wants a number from 1 on, not 'none'.")]
    [InlineData("tune lau --trials 0", "--trials wants a number from 1 on, not '0'.")]
    [InlineData("unlearn --data cifar10", "See 'lethe unlearn --help'.")]
    [InlineData("data get", "See 'lethe data get --help'.")]
    public Task A_command_line_that_cannot_be_read_is_refused(string line, string because) => Refused(line, ExitCode.Usage, because);

    [Fact]
    public async Task An_option_that_no_command_has_is_named_by_every_command()
    {
        var commands = Leaves(LetheCommand.Create(new Terminal(TextWriter.Null, TextWriter.Null)), []).ToList();

        Assert.True(commands.Count > 20);
        foreach (var command in commands)
        {
            var run = await CommandRun.Of([.. command, "--nope"]);
            run.IsRefused(ExitCode.Usage, $"There is no option '--nope' here. See 'lethe {string.Join(' ', command)} --help'.");
        }
    }

    [Fact]
    public Task A_name_with_a_dash_stands_behind_two() => Refused("detect -- --nope", ExitCode.NotFound, "--nope: There is no such file.");

    private static IEnumerable<string[]> Leaves(Command command, string[] path) =>
        command.Subcommands.Count == 0 ? [path] : command.Subcommands.SelectMany(one => Leaves(one, [.. path, one.Name]));

    [Theory]
    [InlineData("reproduce table-9", ExitCode.Usage, "There is no table 'table-9'.")]
    [InlineData("reproduce lau --profile huge", ExitCode.Usage, "There is no profile 'huge'.")]
    [InlineData("reproduce lau --models resnet19", ExitCode.Usage, "There is no model 'resnet19'.")]
    [InlineData("reproduce lau --methods magic", ExitCode.Usage, "There is no method 'magic'.")]
    [InlineData("reproduce lau --datasets mnist", ExitCode.Usage, "There is no data set 'mnist'.")]
    [InlineData("reproduce lau --forget 10", ExitCode.Usage, "has no class '10'. It has 0 to 9: T-shirt/top")]
    [InlineData("reproduce lau --forget bagg", ExitCode.Usage, "has no class 'bagg'")]
    [InlineData("reproduce lau --forget classes:1,1", ExitCode.Usage, "'classes:1,1' names a class twice.")]
    [InlineData("reproduce lau --forget random:0%:1", ExitCode.Usage, "'random:0%:1' is no random share: write random:10%:0")]
    [InlineData("reproduce lau --forget file:NOWHERE", ExitCode.NotFound, "There is no list")]
    [InlineData("reproduce lau --forget file:FILE", ExitCode.BadFile, "names no image.")]
    [InlineData("reproduce lau --forget subclass:Bag", ExitCode.Usage, "Bag is alone in its super-class")]
    [InlineData("reproduce lau --methods lau --forget random:10%:0", ExitCode.Usage, "lau cannot do that.")]
    [InlineData("reproduce lau-pgd --forget classes:1,8", ExitCode.Usage, "This experiment forgets one class, not classes:1,8.")]
    [InlineData("reproduce lau --forget -1", ExitCode.Usage, "has no class '-1'")]
    [InlineData("reproduce lau --device tpu", ExitCode.Usage, "There is no device 'tpu'.")]
    [InlineData("reproduce lau --device cuda:99", ExitCode.NoDevice, "There is no cuda:99 on this machine")]
    [InlineData("reproduce lau --precision float8", ExitCode.Usage, "There is no precision 'float8'.")]
    [InlineData("reproduce lau --data-dir NOWHERE --datasets fashion-mnist", ExitCode.NotFound, "There is no data folder")]
    [InlineData("reproduce lau --out FILE/runs", ExitCode.Unwritable, "Choose another with --out")]
    [InlineData("reproduce erase --datasets fashion-mnist-sample,fashion-mnist", ExitCode.Usage, "Erasing has one data set at a time")]
    [InlineData("reproduce erase-iterations --methods uce", ExitCode.Usage, "there is nothing to see of uce")]
    [InlineData("reproduce lau --settings best", ExitCode.Usage, "Settings are tuned, authors or both, not 'best'.")]
    [InlineData("tune magic", ExitCode.Usage, "There is no method to tune 'magic'.")]
    [InlineData("tune logit-mask", ExitCode.Usage, "There is no method to tune 'logit-mask'.")]
    [InlineData("tune lau --rule x", ExitCode.Usage, "The rule is h or o, not 'x'.")]
    [InlineData("tune lau --arch resnet19", ExitCode.Usage, "There is no model 'resnet19'.")]
    [InlineData("tune lau --data mnist", ExitCode.Usage, "There is no data set 'mnist'.")]
    [InlineData("tune lau --profile huge", ExitCode.Usage, "There is no profile 'huge'.")]
    [InlineData("compare --records NOWHERE", ExitCode.NotFound, "There is no folder")]
    [InlineData("compare --records FOLDER", ExitCode.NotFound, "There are no records in")]
    [InlineData("compare --records FOLDER --format pdf", ExitCode.Usage, "There is no format 'pdf'.")]
    [InlineData("compare --records FOLDER --table table-9", ExitCode.Usage, "There is no table 'table-9'.")]
    [InlineData("data get nothing", ExitCode.Usage, "There is no data set nothing")]
    [InlineData("data verify nothing", ExitCode.Usage, "There is no data set nothing")]
    [InlineData("data add cifar10 NOWHERE", ExitCode.NotFound, "There is no folder")]
    [InlineData("bench --beside NOWHERE", ExitCode.Usage, "--beside compares kernels")]
    [InlineData("bench kernel --beside NOWHERE", ExitCode.NotFound, "There is no dotnet-interactive in")]
    [InlineData("bench kernel --beside FILE", ExitCode.NotFound, "dotnet tool install microsoft.dotnet-interactive")]
    [InlineData("bench everything", ExitCode.Usage, "There is no benchmark 'everything'.")]
    public Task A_request_for_what_is_not_there_is_refused(string line, ExitCode code, string because) => Refused(line, code, because);

    [Fact]
    public async Task A_damaged_record_is_named_with_its_line()
    {
        File.WriteAllText(Path.Combine(folder.Path, "records.jsonl"), "{\"cell\":\n");
        (await CommandRun.Of("compare", "--records", folder.Path)).IsRefused(ExitCode.BadFile, "line 1 is not a run record");
    }

    [Fact]
    public async Task A_stopped_command_says_so()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        (await CommandRun.Of(stop.Token, "bench", "leaks")).IsStopped();
    }

    private async Task Refused(string line, ExitCode code, string because)
    {
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        string[] args =
        [
            .. line.Split(' ')
                .Select(word =>
                    word.Replace("NOWHERE", Path.Combine(folder.Path, "nowhere"), StringComparison.Ordinal)
                        .Replace("FILE", file, StringComparison.Ordinal)
                        .Replace("FOLDER", folder.Path, StringComparison.Ordinal)
                ),
        ];
        // Whatever a refused request does write must not land in the working folder.
        string[] output = args[0] == "reproduce" && !args.Contains("--out") ? ["--out", Path.Combine(folder.Path, "runs")] : [];
        (await CommandRun.Of([.. args, .. output])).IsRefused(code, because);
    }
}
