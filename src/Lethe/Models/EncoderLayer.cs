using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>A pre-norm transformer layer: <c>x + attention(norm(x))</c>, then <c>x + mlp(norm(x))</c>.</summary>
internal sealed class EncoderLayer : Module<Tensor, Tensor>
{
    private readonly LayerNorm ln_1,
        ln_2;
    private readonly SelfAttention self_attention;
    private readonly Drop dropout;
    private readonly Sequential mlp;

    public EncoderLayer(int width, int heads, int hidden, double drop, double eps)
        : base(nameof(EncoderLayer))
    {
        ln_1 = LayerNorm(width, eps);
        self_attention = new(width, heads);
        dropout = new(drop);
        ln_2 = LayerNorm(width, eps);
        mlp = Sequential(
            ("0", new Dense(width, hidden)),
            ("1", GELU()),
            ("2", new Drop(drop)),
            ("3", new Dense(hidden, width)),
            ("4", new Drop(drop))
        );
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = x + dropout.forward(self_attention.forward(ln_1.NormLike(x)));
        return (x + mlp.forward(ln_2.NormLike(x))).MoveToOuterDisposeScope();
    }
}
