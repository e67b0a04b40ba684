using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Fashion;

/// <summary>
/// A small classifier of 28 x 28 grey pictures in -1 to 1 that says what is on them: three convolutions of 32, 64 and 64 channels, a layer
/// of 64 numbers, ten classes. There are two of different seeds, so that nothing is judged by what it was measured with.
/// </summary>
public sealed class FashionJudge : Classifier
{
    public const string Name = "fashion-judge";

    private readonly Sequential features;
    private readonly Linear classifier;

    public FashionJudge()
        : base(Name, new(Name, 10, 1, 1))
    {
        features = Sequential();
        var (channels, index) = (1, 0);
        foreach (var width in (int[])[32, 64, 64])
        {
            features.append($"{index++}", new Conv(channels, width, 3, 1, 1, withBias: true));
            features.append($"{index++}", BatchNorm2d(width));
            features.append($"{index++}", ReLU(inplace: true));
            features.append($"{index++}", MaxPool2d(2));
            channels = width;
        }
        features.append($"{index++}", Flatten());
        features.append($"{index++}", Linear(channels * 3 * 3, 64));
        features.append($"{index}", ReLU(inplace: true));
        classifier = Linear(64, 10);
        RegisterComponents();
        this.Outlive();
    }

    public override Linear Head => classifier;

    /// <returns>N x 64, float32.</returns>
    public override Tensor Features(Tensor images) => features.forward(images);

    /// <param name="images">N x 1 x 28 x 28 in -1 to 1.</param>
    /// <returns>N x 10.</returns>
    public Tensor Probabilities(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return cat([.. images.split(500).Select(part => functional.softmax(forward(part), -1))]).MoveToOuterDisposeScope();
    }

    protected override Classifier Another() => new FashionJudge();
}
