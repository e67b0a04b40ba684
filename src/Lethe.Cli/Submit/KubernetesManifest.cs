using System.Security.Cryptography;
using System.Text;
using static System.FormattableString;

namespace Lethe.Cli.Submit;

/// <summary>
/// A plan as YAML for <c>kubectl apply</c>: the plan itself in a ConfigMap, and for each wave an Indexed Job of which every index does its
/// share. The second Job is made suspended, as Kubernetes has no dependency between Jobs.
/// </summary>
internal sealed record KubernetesManifest
{
    /// <summary>What a ConfigMap may hold.</summary>
    public const int MostBytes = 1 << 20;

    private const string Volume = "/lethe";

    // The user `app` of .NET's own images.
    private const int User = 1654;

    // The codes that the same command would end with again: what was asked for makes no sense, is not there, is damaged, cannot be written
    // or does not fit, came out as no number, or stands on a network that was not trained.
    private static readonly ExitCode[] Hopeless =
    [
        ExitCode.Usage,
        ExitCode.NotFound,
        ExitCode.BadFile,
        ExitCode.Unwritable,
        ExitCode.NoDevice,
        ExitCode.NotFinite,
        ExitCode.Missing,
    ];

    /// <summary>The plan's text, as it was written.</summary>
    public required string Plan { get; init; }

    public required IReadOnlyList<WaveNeeds> Waves { get; init; }

    public required string Image { get; init; }

    /// <summary>A PersistentVolumeClaim that every node can write: records and trained networks are kept there.</summary>
    public required string Claim { get; init; }

    /// <summary>The folder of the records, on the volume or absolute; null for one of the plan's own.</summary>
    public string? Out { get; init; }

    /// <summary>Pods of a wave that run at once; null for all.</summary>
    public int? Parallel { get; init; }

    /// <summary>Megabytes; null to go by the estimates.</summary>
    public int? Memory { get; init; }

    public int Cpus { get; init; } = 1;

    public int Gpus { get; init; }

    /// <summary>Of Jobs, ConfigMap and the folder of the records: the same plan has the same.</summary>
    public string Name => $"lethe-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Plan)))[..8]}";

    /// <summary>A plan that no ConfigMap can hold is read from <c>NAME.jsonl</c> on the volume.</summary>
    public bool IsPlanOnVolume => Text.Length > MostBytes - 1024;

    // Every character is one byte.
    private string Text => Quoted.Ascii(Plan);

    private string Records =>
        Out is null ? $"{Volume}/runs/{Name}"
        : Out.StartsWith('/') ? Out
        : $"{Volume}/{Out}";

    private string PlanPath => IsPlanOnVolume ? $"{Volume}/{Name}.jsonl" : "/plan/plan.jsonl";

    public string Write() => Comment() + (IsPlanOnVolume ? "" : ConfigMap()) + string.Concat(Waves.Select(Job));

    private string Comment()
    {
        var copy = IsPlanOnVolume ? $"# The plan is too large for a ConfigMap: copy it to {Name}.jsonl on the volume first.\n" : "";
        return $"# By `lethe submit k8s`: kubectl apply -f FILE. Records come to {Quoted.Yaml(Records)}; "
            + $"{Volume} is the volume of {Quoted.Yaml(Claim)}.\n"
            + copy
            + (Waves.Count > 1 ? Resume(JobName(Waves[0]), JobName(Waves[1])) : "");
    }

    private static string Resume(string first, string second) =>
        $$$"""
            # The second Job is suspended. This starts it when the first has ended, well or not:
            #   kubectl wait --for=condition=Complete --timeout=-1s job/{{{first}}} &
            #   kubectl wait --for=condition=Failed --timeout=-1s job/{{{first}}} & wait -n
            #   kubectl patch job {{{second}}} --type=merge -p '{"spec":{"suspend":false}}'

            """;

    private string ConfigMap() =>
        $"""
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: {Name}
            immutable: true
            data:
              plan.jsonl: |

            """ + string.Concat(Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => $"    {line}\n"));

    private string JobName(WaveNeeds wave) => Invariant($"{Name}-{wave.Wave}");

    private string Job(WaveNeeds wave, int place) =>
        Invariant(
            $$"""
            ---
            # {{wave.Describe()}}{{(Megabytes(wave) is null ? " Nothing like it was ever measured: no memory is asked for." : "")}}
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {{JobName(wave)}}
              labels:
                app: lethe
            spec:
              suspend: {{(place > 0 ? "true" : "false")}}
              completionMode: Indexed
              completions: {{wave.Shares}}
              parallelism: {{Math.Min(wave.Shares, Parallel ?? wave.Shares)}}
              backoffLimitPerIndex: 2
              maxFailedIndexes: {{wave.Shares}}
              podFailurePolicy:
                rules:
                  # a node that is drained or taken away: another pod goes on
                  - action: Ignore
                    onPodConditions:
                      - type: DisruptionTarget
                        status: "True"
                  # stopped before the end: likewise
                  - action: Ignore
                    onExitCodes:
                      containerName: lethe
                      operator: In
                      values: [{{(int)ExitCode.Unfinished}}]
                  # what a second try cannot mend
                  - action: FailIndex
                    onExitCodes:
                      containerName: lethe
                      operator: In
                      values: [{{string.Join(", ", Hopeless.Select(static code => (int)code).Order())}}]
              template:
                metadata:
                  labels:
                    app: lethe

            """
        ) + Pod(wave);

    private string Pod(WaveNeeds wave) =>
        Invariant(
            $$"""
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: {{WaveNeeds.WarningSeconds}}
                  automountServiceAccountToken: false
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: {{User}}
                    runAsGroup: {{User}}
                    fsGroup: {{User}}
                    seccompProfile:
                      type: RuntimeDefault
                  containers:
                    - name: lethe
                      image: {{Quoted.Yaml(Image)}}
                      args: [run, {{PlanPath}}, --wave, "{{wave.Wave}}", --shards, "{{wave.Shares}}", --out, {{Quoted.Yaml(Records)}}]
                      env:
                        - name: LETHE_HOME
                          value: {{Volume}}/home
                        - name: OMP_NUM_THREADS
                          value: "{{Cpus}}"
                      resources:
                        requests: { {{string.Join(", ", Requests(wave))}} }
                        limits: { {{string.Join(", ", Limits(wave))}} }
                      securityContext:
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                        capabilities:
                          drop: [ALL]
                      volumeMounts:
                        - name: shared
                          mountPath: {{Volume}}
                        - name: scratch
                          mountPath: /tmp
            {{(
                IsPlanOnVolume ? "" : "            - name: plan\n              mountPath: /plan\n              readOnly: true\n"
            )}}      volumes:
                    - name: shared
                      persistentVolumeClaim:
                        claimName: {{Quoted.Yaml(Claim)}}
                    - name: scratch
                      emptyDir: {}
            {{(IsPlanOnVolume ? "" : $"        - name: plan\n          configMap:\n            name: {Name}\n")}}
            """
        );

    private IEnumerable<string> Requests(WaveNeeds wave) => Limits(wave).Prepend(Invariant($"cpu: \"{Cpus}\""));

    private IEnumerable<string> Limits(WaveNeeds wave)
    {
        if (Megabytes(wave) is { } megabytes)
        {
            yield return Invariant($"memory: {megabytes}Mi");
        }
        if (Gpus > 0)
        {
            yield return Invariant($"nvidia.com/gpu: \"{Gpus}\"");
        }
    }

    private int? Megabytes(WaveNeeds wave) => Memory ?? wave.Megabytes;
}
