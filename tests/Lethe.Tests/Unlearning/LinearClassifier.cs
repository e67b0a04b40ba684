using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

/// <summary>Softmax regression on raw pixels: everything about it is known in closed form.</summary>
internal sealed class LinearClassifier : Classifier
{
    private readonly Linear fc;

    public LinearClassifier(int classes, int size)
        : base("linear", new("linear", classes))
    {
        fc = nn.Linear(size, classes);
        RegisterComponents();
    }

    public override Linear Head => fc;

    public override Tensor Features(Tensor images) => images.contiguous().flatten(1).to(ScalarType.Float32);
}
