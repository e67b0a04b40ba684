using System.Diagnostics;
using System.Text.Json;
using Lethe.Erasing.Diffusion;
using Lethe.Training;
using TorchSharp.Modules;

namespace Lethe.Erasing;

/// <summary>A concept to be erased from a model, what replaces it, and how.</summary>
/// <param name="Original">theta*, frozen.</param>
/// <param name="Student">theta, which starts as a copy and is changed.</param>
/// <param name="Concept">c, a prompt.</param>
/// <param name="Instead">c', a prompt; empty for the null prompt.</param>
public sealed record ErasingTask(DiffusionModel Original, UNet2DCondition Student, string Concept, string Instead)
{
    /// <summary>Prompts that hold the concept, with the same ones about the replacement; for methods that train on pictures.</summary>
    public IReadOnlyList<(string Concept, string Instead)> Prompts { get; init; } = [(Concept, Instead)];

    /// <summary>Null for the method's own.</summary>
    public ErasingRecipe? Recipe { get; init; }

    public int Seed { get; init; }

    public IProgress<ErasingProgress>? Progress { get; init; }

    /// <summary>Is told how many of the sampler steps are done, of how many, that some methods draw before their first iteration.</summary>
    public Action<int, int>? Preparing { get; init; }

    /// <summary>Sees the student, as it would be if this were the end, after so many iterations: <see cref="Every"/> apart, and at the
    /// end.</summary>
    public Action<int, UNet2DCondition>? Checkpoint { get; init; }

    /// <summary>What a run that is killed goes on from; null to keep nothing. The caller deletes it when the result is safe.</summary>
    public string? CheckpointFile { get; init; }

    public int Every { get; init; } = 10;

    public CancellationToken Cancellation { get; init; }

    public Device Device => Student.parameters().First().device;

    /// <summary>Has a method change the student.</summary>
    /// <returns>Seconds, those before a kill included.</returns>
    public double Run(IErasingMethod method)
    {
        var (clock, trained) = (Stopwatch.StartNew(), 0.0);
        method.Erase(
            this with
            {
                Progress = new Relay<ErasingProgress>(at =>
                {
                    trained = at.Seconds;
                    Progress?.Report(at);
                }),
            }
        );
        Cancellation.ThrowIfCancellationRequested();
        return Math.Max(trained, clock.Elapsed.TotalSeconds);
    }

    /// <summary>e of the frozen model under guidance, for samplers.</summary>
    internal Func<Tensor, int, Tensor> Guided(Tensor prompt, Tensor nothing, double scale) =>
        (z, time) => Guidance.Predict(Original.UNet, z, time, prompt, nothing, scale);

    /// <summary>What decides the result: a checkpoint of something else is not taken up.</summary>
    /// <param name="weights">Of the student, before they are changed.</param>
    internal string Identity(IErasingMethod method, IReadOnlyDictionary<string, Parameter> weights)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var fingerprint = weights
            .Values.Sum(static weight => weight.to(ScalarType.Float64).abs().sum().item<double>())
            .ToString("R", CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(
            new
            {
                method = method.ToString(),
                recipe = (Recipe ?? method.Recipe).ToString(),
                Concept,
                Instead,
                prompts = string.Join("|", Prompts),
                Seed,
                device = Device.type.ToString(),
                precision = Student.Precision.Name(),
                weights = fingerprint,
            }
        );
    }

    /// <summary>Iterations done in <see cref="CheckpointFile"/>, and whether it is of this very task; null if there is none.</summary>
    /// <exception cref="LetheException">It is there and broken (<see cref="ExitCode.BadFile"/>), or the group has no weights.</exception>
    internal (int Step, bool IsOwn)? Found(IErasingMethod method)
    {
        if (!File.Exists(CheckpointFile))
        {
            return null;
        }
        using var scope = NewDisposeScope();
        var metadata = SafetensorsFile.Read(CheckpointFile).Metadata;
        return int.TryParse(metadata.GetValueOrDefault("step"), CultureInfo.InvariantCulture, out var step)
            ? (
                step,
                metadata.GetValueOrDefault("loop") == Identity(method, ParameterGroup.Get((Recipe ?? method.Recipe).Group).Of(Student))
            )
            : throw LetheException.BadFile($"{CheckpointFile} is not a checkpoint.");
    }

    /// <exception cref="LetheException">Nothing to erase, or nothing to put in its place (<see cref="ExitCode.Usage"/>).</exception>
    internal ErasingTask Checked()
    {
        if (string.IsNullOrWhiteSpace(Concept))
        {
            throw LetheException.Usage("There is no concept to erase: it is empty.");
        }
        if (Original.Tokenizer.Encode(Concept).SequenceEqual(Original.Tokenizer.Encode(Instead)))
        {
            throw LetheException.Usage($"'{Concept}' and its replacement '{Instead}' are the same to the model: nothing would change.");
        }
        return this;
    }
}
