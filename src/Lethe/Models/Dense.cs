using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>A linear layer <c>x W^T + b</c>, or without b, in the type of its input.</summary>
internal sealed class Dense : Module<Tensor, Tensor>
{
    private readonly Parameter weight; // output x input
    private readonly Parameter? bias; // output

    public Dense(long input, long output, bool withBias = true)
        : base(nameof(Dense))
    {
        weight = new Parameter(init.xavier_uniform_(empty(output, input)));
        bias = withBias ? new Parameter(zeros(output)) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => functional.linear(x, weight.Like(x), bias?.Like(x));
}
