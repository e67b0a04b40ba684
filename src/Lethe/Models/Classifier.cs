using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>
/// A network in the two halves that layer unlearning needs: <c>F = F^c o F^f</c>, a feature extractor and one linear head. Parameter names
/// are torchvision's.
/// </summary>
public abstract class Classifier(string name, ModelSpec spec) : Module<Tensor, Tensor>(name)
{
    /// <summary>What built it.</summary>
    public ModelSpec Spec { get; } = spec;

    /// <summary><c>F^c</c>: the last layer, C x d weights and C biases, float32.</summary>
    public abstract Linear Head { get; }

    /// <summary>What the parameters of the last block before the head are called, by the beginnings of their names.</summary>
    public virtual IReadOnlyList<string> LastBlock => [];

    /// <summary>d, the length of a feature vector.</summary>
    public int FeatureSize => (int)Head.weight!.shape[1];

    /// <summary><c>F^f</c>: everything before the head.</summary>
    /// <param name="images">N x C x H x W, normalised, channels-last, float32 or bfloat16; decides the type of the arithmetic.</param>
    /// <returns>N x d, float32.</returns>
    public abstract Tensor Features(Tensor images);

    /// <summary>The parts of <c>F^f</c> in the order in which images pass them, by their parameters' names.</summary>
    public virtual IReadOnlyList<string> Stages => ["features"];

    /// <summary>What a stage makes of the output of the one before, or of images if it is the first.</summary>
    /// <param name="stage">Of <see cref="Stages"/>.</param>
    /// <returns>N x anything.</returns>
    public virtual Tensor Stage(int stage, Tensor input) => Features(input);

    /// <returns>Logits, N x classes, float32.</returns>
    public override Tensor forward(Tensor images)
    {
        using var features = Features(images);
        return Head.forward(features);
    }

    /// <summary>Trainable numbers, all layers.</summary>
    public long ParameterCount => parameters().Sum(static p => p.numel());

    /// <summary>Another network of the same kind with the same weights, statistics, mode and device.</summary>
    public Classifier Copy()
    {
        var copy = Another();
        copy.to(Head.weight!.device);
        copy.CopyFrom(this);
        copy.train(training);
        return copy;
    }

    /// <summary>A freshly initialised network of the same kind on the CPU.</summary>
    protected virtual Classifier Another() => ModelCatalog.Create(Spec);

    /// <summary>Takes over all parameters and buffers of a network of the same kind, or those whose names are chosen.</summary>
    public void CopyFrom(Classifier other, Func<string, bool>? chosen = null)
    {
        using var noGrad = no_grad();
        var theirs = other.state_dict();
        foreach (var (key, value) in state_dict())
        {
            if (chosen?.Invoke(key) != false)
            {
                value.copy_(theirs[key]);
            }
        }
    }
}
