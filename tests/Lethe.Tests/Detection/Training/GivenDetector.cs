using Lethe.Detection.Detectors;
using Lethe.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Tests.Detection.Training;

/// <summary>Says whatever the test wants: the pixels of the "images" are the features, and the head is given.</summary>
internal sealed class GivenDetector : Detector
{
    private readonly Linear fc = Linear(2, 2, hasBias: false);

    /// <param name="head">Of the two features; null for the features themselves as logits.</param>
    public GivenDetector(double[]? head = null)
        : base(new ModelSpec("given", 2))
    {
        RegisterComponents();
        using var noGrad = no_grad();
        fc.weight!.copy_(tensor(head ?? [1, 0, 0, 1]).view(2, 2));
    }

    public override Linear Head => fc;

    /// <summary>M*B x 2.</summary>
    public override DetectorOutput Look(Tensor images) => new([images, images, images, images, images, images], images, fc.forward(images));
}
