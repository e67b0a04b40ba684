using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>Some <see cref="ClipLayer"/> in a row.</summary>
internal sealed class ClipLayers : Module<Tensor, Tensor>
{
    private readonly ModuleList<ClipLayer> layers;

    public ClipLayers(int count, int width, int heads, int hidden, bool looksBack)
        : base(nameof(ClipLayers))
    {
        layers = new([.. Enumerable.Range(0, count).Select(_ => new ClipLayer(width, heads, hidden, looksBack))]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        foreach (var layer in layers)
        {
            x = layer.forward(x);
        }
        return x.MoveToOuterDisposeScope();
    }
}
