using Lethe.Data;
using Lethe.Models;
using static TorchSharp.torch;

namespace Lethe.Detection.Detectors;

/// <summary>A network that tells real faces (0) from fake ones (1), and shows what it sees at six levels on the way.</summary>
public abstract class Detector(string name, ModelSpec spec) : Classifier(name, spec)
{
    /// <summary>What its images have to be scaled by.</summary>
    public virtual Normalization Normalization => Normalization.ImageNet;

    /// <summary>Everything at once.</summary>
    /// <param name="images">N x 3 x H x W, normalised, channels-last, float32 or bfloat16; decides the type of the arithmetic.</param>
    /// <returns>In the caller's scope.</returns>
    public abstract DetectorOutput Look(Tensor images);

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Look(images).Features.MoveToOuterDisposeScope();
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Look(images).Logits.MoveToOuterDisposeScope();
    }

    protected override Classifier Another() => DetectorCatalog.Create(Spec);
}
