using k8s;
using k8s.Models;
using Lethe.Cli.Submit;
using Lethe.Experiments.Plans;
using Lethe.Runtime;
using Lethe.Tests.Data;
using static Lethe.Tests.Cli.Submit.TestPlan;

namespace Lethe.Tests.Cli.Submit;

/// <summary>The manifest as Kubernetes' own model reads it, which refuses fields that it does not know.</summary>
public sealed class KubernetesManifestTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_plan_becomes_a_ConfigMap_and_a_Job_a_wave()
    {
        var manifest = Manifest([Network(0, 10, 800), Cell(0, 0), Cell(1, 0)]) with { Parallel = 2, Gpus = 1, Cpus = 4 };
        var objects = Read(manifest.Write());

        var map = Assert.IsType<V1ConfigMap>(objects[0]);
        Assert.Equal((manifest.Name, true), (map.Metadata.Name, map.Immutable));
        Assert.Equal(manifest.Plan, map.Data["plan.jsonl"]);

        var (first, second) = (Assert.IsType<V1Job>(objects[1]), Assert.IsType<V1Job>(objects[2]));
        Assert.Equal(3, objects.Count);
        Assert.Equal((false, true), (first.Spec.Suspend, second.Spec.Suspend));
        Assert.Equal((1, 1), (first.Spec.Completions, first.Spec.Parallelism));
        Assert.Equal((2, 2), (second.Spec.Completions, second.Spec.Parallelism));
        Assert.All([first, second], static job => Assert.Equal(("batch/v1", "Indexed"), (job.ApiVersion, job.Spec.CompletionMode)));
        Assert.NotEqual(first.Metadata.Name, second.Metadata.Name);

        var container = Assert.Single(first.Spec.Template.Spec.Containers);
        Assert.Equal("registry/lethe:1", container.Image);
        Assert.Equal(["run", "/plan/plan.jsonl", "--wave", "0", "--shards", "1", "--out", $"/lethe/runs/{manifest.Name}"], container.Args);
        Assert.Equal("4", container.Env.Single(static one => one.Name == "OMP_NUM_THREADS").Value);
        Assert.Equal(1024m * 1024 * 1024, container.Resources.Limits["memory"].ToDecimal()); // 800 and a quarter, in steps of 256 MB
        Assert.Equal(1, container.Resources.Limits["nvidia.com/gpu"].ToDecimal());
        Assert.Equal(4, container.Resources.Requests["cpu"].ToDecimal());
        Assert.False(second.Spec.Template.Spec.Containers[0].Resources.Limits.ContainsKey("memory")); // never measured
    }

    [Fact]
    public void A_retry_is_for_what_a_retry_can_mend()
    {
        var spec = Jobs(Manifest([Network(0), Network(1)])).Single().Spec;

        Assert.Equal((2, 2), (spec.BackoffLimitPerIndex, spec.MaxFailedIndexes));
        Assert.Equal("Never", spec.Template.Spec.RestartPolicy);
        var rules = spec.PodFailurePolicy.Rules;
        var evicted = Assert.Single(rules, static rule => rule.OnPodConditions is not null);
        Assert.Equal(("Ignore", "DisruptionTarget"), (evicted.Action, Assert.Single(evicted.OnPodConditions).Type));
        Assert.All(
            rules.Where(static rule => rule.OnExitCodes is not null),
            rule =>
            {
                Assert.Equal(("lethe", "In"), (rule.OnExitCodes.ContainerName, rule.OnExitCodes.OperatorProperty));
                Assert.Equal(rule.OnExitCodes.Values.Order(), rule.OnExitCodes.Values);
            }
        );
        Assert.Equal(
            [
                ExitCode.Usage,
                ExitCode.NotFound,
                ExitCode.BadFile,
                ExitCode.Unwritable,
                ExitCode.NoDevice,
                ExitCode.NotFinite,
                ExitCode.Missing,
            ],
            Codes("FailIndex")
        );
        Assert.Equal([ExitCode.Unfinished], Codes("Ignore"));

        IEnumerable<ExitCode> Codes(string action) =>
            rules
                .Where(rule => rule.Action == action && rule.OnExitCodes is not null)
                .SelectMany(static rule => rule.OnExitCodes.Values)
                .Select(static code => (ExitCode)code);
    }

    [Fact]
    public void A_pod_is_not_root_and_writes_to_its_volumes_alone()
    {
        var pod = Jobs(Manifest([Network(0)])).Single().Spec.Template.Spec;

        Assert.Equal((true, 1654L, 1654L), (pod.SecurityContext.RunAsNonRoot, pod.SecurityContext.RunAsUser, pod.SecurityContext.FsGroup));
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.False(pod.AutomountServiceAccountToken);
        var own = pod.Containers[0].SecurityContext;
        Assert.Equal((false, true), (own.AllowPrivilegeEscalation, own.ReadOnlyRootFilesystem));
        Assert.Equal(["ALL"], own.Capabilities.Drop);
        Assert.Equal(["/lethe", "/tmp", "/plan"], pod.Containers[0].VolumeMounts.Select(static mount => mount.MountPath));
        Assert.Equal(pod.Volumes.Select(static volume => volume.Name), pod.Containers[0].VolumeMounts.Select(static mount => mount.Name));
        Assert.Equal("team: \"a\"", pod.Volumes[0].PersistentVolumeClaim.ClaimName);
    }

    [Fact]
    public void A_plan_too_large_for_a_ConfigMap_is_read_from_the_volume()
    {
        var manifest = Manifest(Enumerable.Range(0, 9000).Select(static i => Cell(i, 0)));
        Assert.True(manifest.Plan.Length > KubernetesManifest.MostBytes);

        var job = Assert.IsType<V1Job>(Assert.Single(Read(manifest.Write())));
        Assert.Equal($"/lethe/{manifest.Name}.jsonl", job.Spec.Template.Spec.Containers[0].Args[1]);
        Assert.DoesNotContain(job.Spec.Template.Spec.Volumes, static volume => volume.ConfigMap is not null);
        Assert.Contains($"copy it to {manifest.Name}.jsonl", manifest.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_that_YAML_does_not_have_come_through()
    {
        const string title = "é \u0085\u2028\u007f # : 'x' \"y\"";
        var map = Read(Manifest([Network(0) with { Title = title }]).Write()).OfType<V1ConfigMap>().Single();

        File.WriteAllText(folder["again.jsonl"], map.Data["plan.jsonl"]);
        Assert.Equal(title, PlanFile.Read(folder["again.jsonl"]).Tasks[0].Title);
    }

    [Theory]
    [InlineData("backoffLimitPerIndex:", "backoffLimitByIndex:")]
    [InlineData("onExitCodes:", "onExitCode:")]
    [InlineData("completions: 1", "completions: one")]
    public void The_model_refuses_what_it_does_not_know(string right, string wrong)
    {
        var text = Manifest([Network(0)]).Write();
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => Read(text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    private KubernetesManifest Manifest(IEnumerable<PlanTask> tasks)
    {
        var path = Write(folder, tasks);
        return new()
        {
            Plan = File.ReadAllText(path),
            Waves = WaveNeeds.Of(PlanFile.Read(path), 1000, 1000),
            Image = "registry/lethe:1",
            Claim = "team: \"a\"",
        };
    }

    private static List<object> Read(string yaml) => KubernetesYaml.LoadAllFromString(yaml, strict: true);

    private static IEnumerable<V1Job> Jobs(KubernetesManifest manifest) => Read(manifest.Write()).OfType<V1Job>();
}
