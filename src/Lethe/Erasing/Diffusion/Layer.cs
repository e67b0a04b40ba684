namespace Lethe.Erasing.Diffusion;

/// <summary>A layer from one tensor to another; whatever it makes on the way goes when it is done.</summary>
internal abstract class Layer(string name) : nn.Module<Tensor, Tensor>(name)
{
    public sealed override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Run(x).MoveToOuterDisposeScope();
    }

    protected abstract Tensor Run(Tensor x);
}
