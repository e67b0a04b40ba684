using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>A layer of CLIP's towers: <c>x + attention(norm(x))</c>, then <c>x + mlp(norm(x))</c>. In the text tower every token sees those
/// before it and itself, in the other all patches see all.</summary>
internal sealed class ClipLayer : Layer
{
    private readonly LayerNorm layer_norm1,
        layer_norm2;
    private readonly Attention self_attn;
    private readonly Mlp mlp;

    private ClipLayer(int width, int heads, int hidden, bool looksBack)
        : base(nameof(ClipLayer))
    {
        (layer_norm1, layer_norm2) = (LayerNorm(width), LayerNorm(width));
        (self_attn, mlp) = (new(width, heads, looksBack), new(width, hidden));
        RegisterComponents();
    }

    /// <summary>Some of them in a row, as <c>layers.0</c> and so on.</summary>
    public static Sequential Row(int count, int width, int heads, int hidden, bool looksBack)
    {
        Module<Tensor, Tensor>[] layers = [.. Enumerable.Range(0, count).Select(_ => new ClipLayer(width, heads, hidden, looksBack))];
        return Sequential(("layers", Sequential(layers)));
    }

    protected override Tensor Run(Tensor x)
    {
        x = x + self_attn.forward(layer_norm1.NormLike(x));
        return x + mlp.forward(layer_norm2.NormLike(x));
    }

    private sealed class Attention : Layer
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

        protected override Tensor Run(Tensor x)
        {
            var (q, k, v) = (Heads(q_proj.forward(x)), Heads(k_proj.forward(x)), Heads(v_proj.forward(x)));
            var mixed = functional.scaled_dot_product_attention(q, k, v, is_casual: looksBack);
            return out_proj.forward(mixed.transpose(1, 2).flatten(2));
        }

        private Tensor Heads(Tensor x) => x.unflatten(2, [heads, x.shape[^1] / heads]).transpose(1, 2);
    }

    private sealed class Mlp : Layer
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

        protected override Tensor Run(Tensor x)
        {
            var h = fc1.forward(x);
            return fc2.forward(h * (Steepness * h).sigmoid()); // CLIP's quick GELU: x sigma(1.702 x)
        }
    }
}
