using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using static TorchSharp.torch;

namespace Lethe.Metrics;

/// <summary>
/// Logits of a network that others are compared with (Original, Retrain) on D_r, D_f, D_tr and D_tf: computed once, kept in a
/// safetensors file. All N x classes, float32, on the CPU.
/// </summary>
public sealed class ReferencePredictions : IDisposable
{
    private ReferencePredictions(Tensor retain, Tensor forget, Tensor retainTest, Tensor forgetTest) =>
        (Retain, Forget, RetainTest, ForgetTest) = (
            retain.DetachFromDisposeScope(),
            forget.DetachFromDisposeScope(),
            retainTest.DetachFromDisposeScope(),
            forgetTest.DetachFromDisposeScope()
        );

    public Tensor Retain { get; }

    public Tensor Forget { get; }

    public Tensor RetainTest { get; }

    public Tensor ForgetTest { get; }

    /// <summary>The logits of outputs that are there already.</summary>
    public static ReferencePredictions Of(SplitOutputs outputs) =>
        new(
            outputs.Retain.Logits.clone(),
            outputs.Forget.Logits.clone(),
            outputs.RetainTest.Logits.clone(),
            outputs.ForgetTest.Logits.clone()
        );

    /// <param name="maxRetain">As for the networks that are compared with it.</param>
    public static ReferencePredictions Of(
        Classifier model,
        ForgetSplit split,
        Precision precision = Precision.Float32,
        int maxRetain = int.MaxValue
    )
    {
        using var outputs = SplitOutputs.Of(model, split, precision, maxRetain);
        return Of(outputs);
    }

    /// <exception cref="LetheException">The file cannot be written.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(
            path,
            new Dictionary<string, Tensor>
            {
                ["D_r"] = Retain,
                ["D_f"] = Forget,
                ["D_tr"] = RetainTest,
                ["D_tf"] = ForgetTest,
            },
            metadata
        );

    /// <exception cref="LetheException">The file is missing, broken, or holds something else.</exception>
    public static ReferencePredictions Load(string path)
    {
        using var scope = NewDisposeScope();
        var (tensors, _) = SafetensorsFile.Read(path);
        return new(Get("D_r"), Get("D_f"), Get("D_tr"), Get("D_tf"));

        Tensor Get(string part) =>
            tensors.TryGetValue(part, out var logits) && logits.dim() == 2 && logits.dtype == ScalarType.Float32
                ? logits
                : throw LetheException.BadFile(
                    $"{path} does not hold reference predictions: there is no float32 matrix {part} in it. Delete it to have it made again."
                );
    }

    /// <summary>The reference's accuracies on the images of <paramref name="outputs"/>.</summary>
    /// <exception cref="LetheException">It was made on other images.</exception>
    internal SplitAccuracies Accuracies(SplitOutputs outputs)
    {
        return new(
            Of(Retain, outputs.Retain, "D_r"),
            Of(Forget, outputs.Forget, "D_f"),
            Of(RetainTest, outputs.RetainTest, "D_tr"),
            Of(ForgetTest, outputs.ForgetTest, "D_tf")
        );

        static double Of(Tensor logits, SplitOutputs.Part part, string name) =>
            logits.shape.AsSpan().SequenceEqual(part.Logits.shape)
                ? Accuracy.Of(logits, part.Labels)
                : throw LetheException.BadFile(
                    $"The reference predictions on {name} are [{string.Join(", ", logits.shape)}], the network's "
                        + $"[{string.Join(", ", part.Logits.shape)}]: they are of other data. Make them again for this data set, "
                        + $"class and sample of D_r."
                );
    }

    public void Dispose()
    {
        Retain.Dispose();
        Forget.Dispose();
        RetainTest.Dispose();
        ForgetTest.Dispose();
    }
}
