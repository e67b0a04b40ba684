using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Methods;
using Lethe.Runtime;
using TorchSharp;

namespace Lethe.Experiments.Runs;

/// <summary>Models with a concept erased: made once and kept in the cache, as deltas, under the hash of what decides them. A run that is killed goes on at its last checkpoint.</summary>
internal sealed class ErasedModels(DiffusionModel original, string fingerprint, torch.Device device)
{
    /// <summary>The erased network, and the seconds it took. It is the caller's.</summary>
    /// <param name="task">Without a student; one is made.</param>
    /// <param name="fresh">Erase again.</param>
    public (UNet2DCondition Student, double Seconds) Get(IErasingMethod method, Func<UNet2DCondition, ErasingTask> task, bool fresh)
    {
        var student = original.UNet.Copy();
        try
        {
            student.to(device);
            var asked = task(student);
            var path = PathOf(method, asked);
            if (!fresh && File.Exists(path))
            {
                return (student, SecondsOf(Delta.Apply(student, path), path));
            }
            LetheHome.Ensure(LetheHome.Models);
            // One that is watched on its way starts anew: a resumed run would not show what came before.
            var seconds = Run(method, asked with { CheckpointFile = asked.Checkpoint is null ? $"{path}.part" : null });
            Delta.Save(original.UNet, student, path, new Dictionary<string, string> { ["seconds"] = seconds.ToString("R", System.Globalization.CultureInfo.InvariantCulture), ["erased"] = Identity(method, asked) });
            File.Delete($"{path}.part"); // only now: a kill before this line costs nothing
            return (student, seconds);
        }
        catch
        {
            student.Dispose();
            throw;
        }
    }

    private static double Run(IErasingMethod method, ErasingTask task)
    {
        var (clock, trained) = (System.Diagnostics.Stopwatch.StartNew(), 0.0);
        var told = task.Progress;
        method.Erase(task with { Progress = new Relay(value => { trained = value.Seconds; told?.Report(value); }) });
        return Math.Max(trained, clock.Elapsed.TotalSeconds); // the first also counts what ran before a kill
    }

    private static double SecondsOf(IReadOnlyDictionary<string, string> metadata, string path) =>
        double.TryParse(metadata.GetValueOrDefault("seconds"), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds
            : throw LetheException.BadFile($"{path} is not a delta that an experiment has made. Delete it; it is made again then.");

    private string PathOf(IErasingMethod method, ErasingTask task) =>
        Path.Combine(LetheHome.Models, $"erased-{method.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Identity(method, task))))[..12]}.safetensors");

    private string Identity(IErasingMethod method, ErasingTask task) => JsonSerializer.Serialize(new
    {
        model = fingerprint, method = method.Name, settings = ErasingCatalog.Describe(method), recipe = task.Recipe, task.Concept, task.Instead, prompts = string.Join("|", task.Prompts), task.Seed, device = task.Device.type.ToString(), precision = task.Student.Precision.Name(),
    });

    private sealed class Relay(Action<ErasingProgress> told) : IProgress<ErasingProgress>
    {
        public void Report(ErasingProgress value) => told(value);
    }
}
