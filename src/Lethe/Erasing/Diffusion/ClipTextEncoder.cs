using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>CLIP's text tower (Radford et al., ICML 2021): token and position embeddings, pre-norm layers that look back only, a last
/// normalisation. transformers' names.</summary>
public sealed class ClipTextEncoder : Module<Tensor, Tensor>
{
    private readonly Model text_model;

    public ClipTextEncoder(ClipTextConfig config)
        : base(nameof(ClipTextEncoder))
    {
        text_model = new(config);
        RegisterComponents();
        this.Outlive();
    }

    internal Module<Tensor, Tensor> Tower => text_model;

    /// <param name="tokens">N x Length, int64.</param>
    /// <returns>N x Length x Width: every position, padding too, after the last normalisation.</returns>
    public override Tensor forward(Tensor tokens) => text_model.forward(tokens);

    private sealed class Model : Layer
    {
        private readonly Embeddings embeddings;
        private readonly Sequential encoder;
        private readonly LayerNorm final_layer_norm;

        public Model(ClipTextConfig config)
            : base(nameof(Model))
        {
            embeddings = new(config);
            encoder = ClipLayer.Row(config.Layers, config.Width, config.Heads, config.Hidden, looksBack: true);
            final_layer_norm = LayerNorm(config.Width);
            RegisterComponents();
        }

        protected override Tensor Run(Tensor tokens) => final_layer_norm.NormLike(encoder.forward(embeddings.forward(tokens)));
    }

    private sealed class Embeddings : Layer
    {
        private readonly TorchSharp.Modules.Embedding token_embedding,
            position_embedding;

        public Embeddings(ClipTextConfig config)
            : base(nameof(Embeddings))
        {
            token_embedding = nn.Embedding(config.Vocabulary, config.Width);
            position_embedding = nn.Embedding(config.Length, config.Width);
            init.normal_(token_embedding.weight!, 0, 0.02);
            init.normal_(position_embedding.weight!, 0, 0.01);
            RegisterComponents();
        }

        protected override Tensor Run(Tensor tokens) =>
            token_embedding.forward(tokens) + position_embedding.weight!.narrow(0, 0, tokens.shape[1]);
    }
}
