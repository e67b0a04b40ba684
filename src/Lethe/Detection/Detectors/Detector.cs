using Lethe.Data;
using Lethe.Models;

namespace Lethe.Detection.Detectors;

/// <summary>A network that tells real faces (0) from fake ones (1), and shows what it sees at six levels on the way.</summary>
public abstract class Detector(ModelSpec spec, Normalization? normalization = null) : Classifier(spec.Architecture, spec)
{
    public Normalization Normalization { get; } = normalization ?? Normalization.ImageNet;

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

    protected void RequireSide(int side, Tensor images)
    {
        if (images.shape[2] != side || images.shape[3] != side)
        {
            throw LetheException.Usage(
                $"This {Spec.Architecture} was built for images of {side} x {side} pixels and got {images.shape[2]} x {images.shape[3]}. "
                    + $"Build it for the size of the images, or resize them."
            );
        }
    }
}
