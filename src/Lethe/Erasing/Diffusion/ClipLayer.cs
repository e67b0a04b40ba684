using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>A layer of CLIP's towers: <c>x + attention(norm(x))</c>, then <c>x + mlp(norm(x))</c>. In the text tower every token sees those
/// before it and itself, in the other all patches see all.</summary>
internal sealed class ClipLayer : Module<Tensor, Tensor>
{
    private readonly LayerNorm layer_norm1,
        layer_norm2;
    private readonly Attention self_attn;
    private readonly Mlp mlp;

    public ClipLayer(int width, int heads, int hidden, bool looksBack)
        : base(nameof(ClipLayer))
    {
        layer_norm1 = LayerNorm(width);
        self_attn = new(width, heads, looksBack);
        layer_norm2 = LayerNorm(width);
        mlp = new(width, hidden);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = x + self_attn.forward(layer_norm1.NormLike(x));
        return (x + mlp.forward(layer_norm2.NormLike(x))).MoveToOuterDisposeScope();
    }

    private sealed class Attention : Module<Tensor, Tensor>
    {
        private readonly Dense q_proj,
            k_proj,
            v_proj,
            out_proj;
        private readonly int heads;
        private readonly bool looksBack;

        public Attention(int width, int heads, bool looksBack)
            : base(nameof(Attention))
        {
            (this.heads, this.looksBack) = (heads, looksBack);
            (q_proj, k_proj, v_proj, out_proj) = (new(width, width), new(width, width), new(width, width), new(width, width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var mixed = functional.scaled_dot_product_attention(
                Heads(q_proj.forward(x)),
                Heads(k_proj.forward(x)),
                Heads(v_proj.forward(x)),
                is_casual: looksBack
            );
            return out_proj.forward(mixed.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
        }

        private Tensor Heads(Tensor x) => x.unflatten(2, [heads, x.shape[^1] / heads]).transpose(1, 2);
    }

    private sealed class Mlp : Module<Tensor, Tensor>
    {
        private const double Steepness = 1.702;

        private readonly Dense fc1,
            fc2;

        public Mlp(int width, int hidden)
            : base(nameof(Mlp))
        {
            (fc1, fc2) = (new(width, hidden), new(hidden, width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var h = fc1.forward(x);
            return fc2.forward(h * (Steepness * h).sigmoid()).MoveToOuterDisposeScope(); // CLIP's quick GELU: x sigma(1.702 x)
        }
    }
}
