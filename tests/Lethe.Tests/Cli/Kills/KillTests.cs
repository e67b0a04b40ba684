using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Cli.Kills;

/// <summary>
/// Commands are killed at random moments, with SIGKILL or SIGTERM, and started again: no record is lost or there twice, nothing is left
/// beside the results, and nothing is written elsewhere. One kill of each kind; <c>LETHE_KILLS</c> asks for so many over all kinds, or over
/// those that <c>LETHE_KILLS_OF</c> names (<c>share,plan,merge</c>); <c>LETHE_KILLS_SEED</c> for others.
/// </summary>
public sealed class KillTests
{
    private static readonly string[] Faults = ["Unhandled exception", "terminate called", "unforeseen", "   at ", "Fatal error"];

    // Claims are taken over; parts have the number of their process in their names, and are compared as records.
    private static readonly string[] Aside = ["/.claims/", "/parts/"];

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("LETHE_KILLS") ?? "1", CultureInfo.InvariantCulture);

    private static int Seed => int.Parse(Environment.GetEnvironmentVariable("LETHE_KILLS_SEED") ?? "0", CultureInfo.InvariantCulture);

    private static string[] Kinds =>
        Environment.GetEnvironmentVariable("LETHE_KILLS_OF")?.Split(',') is { } named ? named : [.. KilledCommand.All.Keys];

    public static TheoryData<string> Names => [.. Kinds.Where(static name => !KilledCommand.All[name].IsSlow)];

    public static TheoryData<string> SlowNames => [.. Kinds.Where(static name => KilledCommand.All[name].IsSlow)];

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Names))]
    public void Nothing_is_lost_doubled_or_left_behind(string name) => KillAndGoOn(name);

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(SlowNames))]
    public void Nothing_is_lost_doubled_or_left_behind_by_slow_commands(string name) => KillAndGoOn(name);

    private static void KillAndGoOn(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such signals there");
        var command = KilledCommand.All[name];
        var clock = Stopwatch.StartNew();
        using var undisturbed = new KillTrial(command);
        var (code, _, error) = undisturbed.Run();
        var duration = clock.Elapsed;
        Assert.True(code == 0, error);
        var random = new Random(Seed + name.Sum(static letter => letter));
        var left = Math.Max(1, (Kills + Kinds.Length - 1) / Kinds.Length);
        while (left > 0)
        {
            using var trial = new KillTrial(command);
            var history = new List<string>();
            for (var again = random.Next(1, Math.Min(3, left) + 1); again > 0; again--, left--)
            {
                // More often than not one of the first kinds: a SIGTERM that is obeyed at once looks the same every time.
                var signal = (left % 2) == 0 ? LetheChild.Terminate : LetheChild.Kill;
                history.Add(trial.Kill(signal, duration * (0.02 + (0.9 * random.NextDouble()))));
            }
            var told = string.Join("; ", history);
            TestContext.Current.SendDiagnosticMessage($"{name}: {told}");
            var last = trial.Run();
            Assert.True(
                last.Code == 0 || (command.RefusesResults && last.Error.Contains("is there already", StringComparison.Ordinal)),
                $"{told}; then {last.Code}: {last.Error}"
            );
            Assert.All(Faults, fault => Assert.DoesNotContain(fault, last.Error, StringComparison.Ordinal));
            Assert.Equal(undisturbed.Files, trial.Files);
            Assert.Equal(undisturbed.Records, trial.Records);
        }
    }

    private sealed class KillTrial : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly KilledCommand command;

        public KillTrial(KilledCommand command)
        {
            this.command = command;
            command.Prepare(Directory.CreateDirectory(folder["work"]).FullName);
        }

        /// <summary>All that was written, but for locks, which stay.</summary>
        public IReadOnlyList<string> Files =>
            [
                .. Directory
                    .EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(folder.Path, path))
                    .Where(static name => !Aside.Any(name.Contains) && Path.GetFileName(name) != ".lock")
                    .Order(StringComparer.Ordinal),
            ];

        /// <summary>The cells that have a record; one with two is there twice.</summary>
        public IReadOnlyList<string> Records =>
            [
                .. new RecordStore(folder["work", "runs"])
                    .All()
                    .Where(static record => record.Cell.Experiment != TrainingJob.Experiment) // what a training cost may not be known
                    .Select(static record => record.Id)
                    .Order(StringComparer.Ordinal),
            ];

        public void Dispose() => folder.Dispose();

        public (int Code, string Out, string Error) Run() => LetheChild.Run(folder.Path, command.Line.Split(' '));

        /// <returns>What happened.</returns>
        public string Kill(int signal, TimeSpan after)
        {
            using var child = new LetheChild(folder.Path, command.Line.Split(' '));
            if (!child.Wait(after))
            {
                child.Signal(signal);
            }
            var code = child.Wait();
            var happened = string.Create(CultureInfo.InvariantCulture, $"signal {signal} after {after.TotalSeconds:F2} s: {code}");
            Assert.True(
                code is 0
                    || code == 128 + signal
                    || (code == (int)ExitCode.Unfinished && command.Line.StartsWith("run ", StringComparison.Ordinal))
                    || (code != 0 && command.RefusesResults && child.Error.Contains("is there already", StringComparison.Ordinal)),
                $"{happened}: {child.Error}"
            );
            Assert.All(Faults, fault => Assert.DoesNotContain(fault, child.Error, StringComparison.Ordinal));
            foreach (var notebook in Directory.EnumerateFiles(folder["work"], "*.ipynb"))
            {
                JsonDocument.Parse(File.ReadAllBytes(notebook)).Dispose(); // whole at any moment
            }
            return happened;
        }
    }
}
