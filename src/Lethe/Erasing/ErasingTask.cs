using System.Globalization;
using System.Text.Json;
using Lethe.Erasing.Diffusion;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Erasing;

/// <summary>A concept to be erased from a model, what replaces it, and how.</summary>
/// <param name="Original">theta*, frozen.</param>
/// <param name="Student">theta, which starts as a copy and is changed.</param>
/// <param name="Concept">c, a prompt.</param>
/// <param name="Instead">c', a prompt; empty for the null prompt.</param>
public sealed record ErasingTask(DiffusionModel Original, UNet2DCondition Student, string Concept, string Instead)
{
    /// <summary>Prompts that hold the concept, with the same ones about the replacement; for methods that train on pictures. At least the
    /// concept itself.</summary>
    public IReadOnlyList<(string Concept, string Instead)> Prompts { get; init; } = [(Concept, Instead)];

    /// <summary>Null for the method's own.</summary>
    public ErasingRecipe? Recipe { get; init; }

    public int Seed { get; init; }

    /// <summary>Is told of every iteration.</summary>
    public IProgress<ErasingProgress>? Progress { get; init; }

    /// <summary>Is told how many of the sampler steps are done that some methods draw before their first iteration, and how many there
    /// are.</summary>
    public Action<int, int>? Preparing { get; init; }

    /// <summary>Sees the student, as it would be if this were the end, after so many iterations: <see cref="Every"/> apart, and at the
    /// end.</summary>
    public Action<int, UNet2DCondition>? Checkpoint { get; init; }

    /// <summary>Where to keep what a run that is killed goes on from; null to keep nothing. The caller deletes it when the result is
    /// safe.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Iterations between two checkpoints.</summary>
    public int Every { get; init; } = 10;

    public CancellationToken Cancellation { get; init; }

    /// <summary>The device of the student's weights.</summary>
    public Device Device => Student.parameters().First().device;

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

    /// <summary>Iterations done in <see cref="CheckpointFile"/>; null if there is none.</summary>
    /// <param name="isOwn">Whether it is of this very task.</param>
    /// <exception cref="LetheException">It is there and broken (<see cref="ExitCode.BadFile"/>), or the group has no weights.</exception>
    internal int? Found(IErasingMethod method, out bool isOwn)
    {
        isOwn = false;
        if (CheckpointFile is null || !File.Exists(CheckpointFile))
        {
            return null;
        }
        using var scope = NewDisposeScope();
        var metadata = SafetensorsFile.Read(CheckpointFile).Metadata;
        isOwn = metadata.GetValueOrDefault("loop") == Identity(method, ParameterGroup.Get((Recipe ?? method.Recipe).Group).Of(Student));
        return int.TryParse(metadata.GetValueOrDefault("step"), CultureInfo.InvariantCulture, out var step)
            ? step
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
