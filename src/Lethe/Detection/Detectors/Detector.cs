using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
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

    /// <exception cref="LetheException">Images of another size than the network was built for (<see cref="ExitCode.Usage"/>).</exception>
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
