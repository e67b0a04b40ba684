using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>
/// The small vision transformer for 32x32 images: 4x4 patches (64 tokens and one for the class), width 512, six layers of eight heads
/// (Dosovitskiy et al. 2021; torchvision's names and its 1e-6 in the layer normalisation, so that its weights give its numbers here).
/// </summary>
internal sealed class VisionTransformer : Classifier
{
    private const int Patch = 4,
        Layers = 6,
        HeadSize = 64;
    private const double DropRate = 0.1;

    /// <summary>
    /// Of the layer normalisation. The recipe for this very net (kentaroy47/vision-transformers-cifar10) has torch's 1e-5.
    /// </summary>
    public const double NormEpsilon = 1e-6;

    private readonly Conv conv_proj;
    private readonly Parameter class_token; // 1 x 1 x width
    private readonly Encoder encoder;
    private readonly Heads heads;

    public VisionTransformer(ModelSpec spec)
        : base(spec.Architecture, spec)
    {
        var count = Math.Max(1, (int)Math.Round(512 * spec.Width / HeadSize));
        var width = count * HeadSize;
        conv_proj = new(spec.Channels, width, Patch, Patch, 0, withBias: true);
        class_token = new Parameter(zeros(1, 1, width));
        encoder = new(width, count);
        heads = new(width, spec.Classes);
        RegisterComponents();
    }

    public override Linear Head => heads.Last;

    public override IReadOnlyList<string> LastBlock { get; } = [$"encoder.layers.encoder_layer_{Layers - 1}.", "encoder.ln."];

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var x = encoder.forward(Tokens(images));
        return x.select(1, 0).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    public override IReadOnlyList<string> Stages { get; } =
    ["conv_proj", .. Enumerable.Range(0, Layers).Select(static i => $"encoder_layer_{i}")];

    public override Tensor Stage(int stage, Tensor input)
    {
        using var scope = NewDisposeScope();
        return (stage == 0 ? encoder.Placed(Tokens(input)) : encoder.Layer(stage - 1, input)).MoveToOuterDisposeScope();
    }

    private Tensor Tokens(Tensor images)
    {
        var patches = conv_proj.forward(images).flatten(2).transpose(1, 2); // N x 64 x width
        var token = class_token.Like(images).expand(images.shape[0], -1, -1);
        return cat([token, patches], 1);
    }

    private sealed class Encoder : Module<Tensor, Tensor>
    {
        private readonly Parameter pos_embedding; // 1 x tokens x width
        private readonly Drop dropout;
        private readonly Sequential layers;
        private readonly LayerNorm ln;

        public Encoder(int width, int count)
            : base(nameof(Encoder))
        {
            pos_embedding = new Parameter(init.normal_(empty(1, ((32 / Patch) * (32 / Patch)) + 1, width), 0, 0.02));
            dropout = new(DropRate);
            layers = Sequential([
                .. Enumerable
                    .Range(0, Layers)
                    .Select(i =>
                        ($"encoder_layer_{i}", (Module<Tensor, Tensor>)new EncoderLayer(width, count, width, DropRate, NormEpsilon))
                    ),
            ]);
            ln = LayerNorm(width, NormEpsilon);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return ln.NormLike(layers.forward(Placed(x))).MoveToOuterDisposeScope();
        }

        public Tensor Placed(Tensor x) => dropout.forward(x + pos_embedding.Like(x));

        public Tensor Layer(int layer, Tensor x) => ((Module<Tensor, Tensor>)layers[layer]).forward(x);
    }

    private sealed class Heads : Module<Tensor, Tensor>
    {
        private readonly Linear head;

        public Heads(int width, int classes)
            : base(nameof(Heads))
        {
            head = Linear(width, classes);
            RegisterComponents();
        }

        public Linear Last => head;

        public override Tensor forward(Tensor x) => head.forward(x);
    }
}
