using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>GEGLU (Shazeer 2020): <c>(h o gelu(g)) W + b</c> where h and g are the halves of one linear layer, each four times as wide as
/// the input.</summary>
internal sealed class FeedForward : Module<Tensor, Tensor>
{
    private readonly Sequential net;

    public FeedForward(int width)
        : base(nameof(FeedForward))
    {
        net = Sequential(("0", new Gate(width, 4 * width)), ("2", new Dense(4 * width, width))); // 1 would be dropout
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => net.forward(x);

    private sealed class Gate : Layer
    {
        private readonly Dense proj;

        public Gate(int width, int inner)
            : base(nameof(Gate))
        {
            proj = new(width, 2 * inner);
            RegisterComponents();
        }

        protected override Tensor Run(Tensor x)
        {
            var halves = proj.forward(x).chunk(2, -1);
            return halves[0] * functional.gelu(halves[1]);
        }
    }
}
