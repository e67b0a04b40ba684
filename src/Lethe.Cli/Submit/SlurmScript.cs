using System.Globalization;
using static System.FormattableString;

namespace Lethe.Cli.Submit;

/// <summary>
/// A script for bash that gives a plan to Slurm: for each wave a batch script that runs as an array of jobs; the second wave's wait until
/// the first's have ended, well or not. It is what is printed, and what is run.
/// </summary>
internal sealed record SlurmScript
{
    /// <summary>Of a cluster that says nothing else.</summary>
    public const int UsualArraySize = 1001;

    /// <summary>The plan's absolute path.</summary>
    public required string Plan { get; init; }

    public required IReadOnlyList<WaveNeeds> Waves { get; init; }

    /// <summary>What a task executes, as the words before <c>run</c>.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>Where a task works; names of the plan without a folder are looked for there.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>The absolute path of the folder of the records.</summary>
    public required string Out { get; init; }

    /// <summary>The cache folder with the trained networks.</summary>
    public required string Home { get; init; }

    /// <summary>Tasks of an array that run at once; null for as many as there is room for.</summary>
    public int? Parallel { get; init; }

    public string? Partition { get; init; }

    /// <summary>As Slurm writes it; null to go by the estimates.</summary>
    public string? Time { get; init; }

    /// <summary>Megabytes; null to go by the estimates.</summary>
    public int? Memory { get; init; }

    public int Cpus { get; init; } = 1;

    public int Gpus { get; init; }

    /// <summary>Further options of sbatch, as they are typed.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>The largest array, which is one more than the largest index.</summary>
    public int MaxArraySize { get; init; } = UsualArraySize;

    private string Name => Path.GetFileNameWithoutExtension(Plan);

    public string Write() =>
        $$"""
            #!/usr/bin/env bash
            # By `lethe submit slurm`. Give it to bash where sbatch is, or let --yes do so. How far it is: lethe status {{Quoted.Shell(
                Plan
            )}}
            set -euo pipefail
            mkdir -p {{Quoted.Shell(NotedJob.FolderOf(Plan))}}

            """
        + string.Concat(Waves.Select((wave, place) => OfWave(wave, place == 0 ? null : Waves[place - 1])));

    private string OfWave(WaveNeeds wave, WaveNeeds? before)
    {
        var chunks = Enumerable.Range(0, (wave.Shares + MaxArraySize - 1) / MaxArraySize).Select(chunk => chunk * MaxArraySize);
        return Invariant($"\n# {wave.Describe()}{Guessed(wave)}\nwave{wave.Wave}=\n")
            + string.Concat(chunks.Select(first => OfArray(wave, before, first)));
    }

    private string OfArray(WaveNeeds wave, WaveNeeds? before, int first)
    {
        var count = Math.Min(MaxArraySize, wave.Shares - first);
        var after = before is null ? "" : Invariant($" --dependency=\"afterany:$wave{before.Wave}\"");
        var shard = first == 0 ? "$SLURM_ARRAY_TASK_ID" : Invariant($"$((SLURM_ARRAY_TASK_ID + {first}))");
        var (head, tail) = NotedJob.Cut(wave.Wave, Out);
        return Invariant(
            $$"""
            id=$(sbatch --parsable{{after}} <<'TASK'
            #!/bin/bash
            {{string.Join('\n', Directives(wave, count))}}
            export OMP_NUM_THREADS=$SLURM_CPUS_PER_TASK
            export LETHE_HOME={{Quoted.Shell(Home)}}
            # exec, or the shell would get Slurm's signal in the program's place
            exec {{Words(Program)}} run {{Quoted.Shell(
                Plan
            )}} --wave {{wave.Wave}} --shard "{{shard}}/{{wave.Shares}}" --out {{Quoted.Shell(Out)}}
            TASK
            )
            id=${id%%;*}
            wave{{wave.Wave}}=${wave{{wave.Wave}}:+$wave{{wave.Wave}}:}$id
            printf '%s%s%s\n' {{Quoted.Shell(head)}} "$id" {{Quoted.Shell(tail)}} >>{{Quoted.Shell(NotedJob.FileOf(Plan))}}
            echo "Job $id: wave {{wave.Wave}}, {{count}} of {{wave.Shares}} shares"

            """
        );
    }

    private IEnumerable<string> Directives(WaveNeeds wave, int count)
    {
        IEnumerable<string?> options =
        [
            Invariant($"--job-name={Quoted.Directive($"lethe {Name} {wave.Wave}")}"),
            Invariant($"--array=0-{count - 1}{(Parallel is { } most ? Invariant($"%{most}") : "")}"),
            $"--chdir={Quoted.Directive(WorkingFolder)}",
            $"--output={Quoted.Directive($"{Quoted.Pattern(NotedJob.FolderOf(Plan))}/%A_%a.txt")}",
            "--open-mode=append",
            "--nodes=1",
            "--ntasks=1",
            Invariant($"--cpus-per-task={Cpus}"),
            Gpus > 0 ? Invariant($"--gpus-per-task={Gpus}") : null,
            (Memory ?? wave.Megabytes) is { } megabytes ? Invariant($"--mem={megabytes}M") : null,
            (Time ?? SlurmTime(wave.Time)) is { } time ? $"--time={time}" : null,
            Partition is { } partition ? $"--partition={Quoted.Directive(partition)}" : null,
            "--requeue",
            Invariant($"--signal=B:TERM@{WaveNeeds.WarningSeconds}"),
            .. More,
        ];
        return options.OfType<string>().Select(static option => $"#SBATCH {option}");
    }

    private string Guessed(WaveNeeds wave)
    {
        string?[] unknown =
        [
            Time is null && wave.Time is null ? "--time" : null,
            Memory is null && wave.Megabytes is null ? "--mem" : null,
        ];
        return unknown.OfType<string>().ToList() is { Count: > 0 } missing
            ? $" Nothing like it was ever measured: no {string.Join(" and no ", missing)}, so the partition's default holds."
            : "";
    }

    private static string? SlurmTime(TimeSpan? time) =>
        time is { } known ? known.ToString(@"d\-hh\:mm\:ss", CultureInfo.InvariantCulture) : null;

    private static string Words(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted.Shell));
}
