using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>A convolution without bias, batch normalisation (epsilon 0.001) and ReLU.</summary>
internal sealed class InceptionConv : Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-3;

    private readonly Conv conv;
    private readonly BatchNorm2d bn;

    public InceptionConv(int input, int output, int kernel, int stride = 1, int padding = 0)
        : this(input, output, (kernel, kernel), (padding, padding), stride) { }

    private InceptionConv(int input, int output, (int Rows, int Columns) kernel, (int Rows, int Columns) padding, int stride = 1)
        : base(nameof(InceptionConv))
    {
        conv = new(input, output, kernel, padding, stride);
        bn = BatchNorm2d(output, eps: Epsilon);
        RegisterComponents();
    }

    /// <summary>A kernel of 1 x <paramref name="length"/> that keeps the size.</summary>
    public static InceptionConv Row(int input, int output, int length) => new(input, output, (1, length), (0, length / 2));

    /// <summary>A kernel of <paramref name="length"/> x 1 that keeps the size.</summary>
    public static InceptionConv Column(int input, int output, int length) => new(input, output, (length, 1), (length / 2, 0));

    public override Tensor forward(Tensor x)
    {
        using var maps = conv.forward(x);
        using var normal = bn.forward(maps);
        return normal.relu();
    }
}
