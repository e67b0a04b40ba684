using Lethe.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing;

/// <summary>CLIP's text tower (Radford et al., ICML 2021): token and position embeddings, pre-norm layers that look back only, a last normalisation. transformers' names.</summary>
public sealed class ClipTextEncoder : Module<Tensor, Tensor>
{
    private readonly Model text_model;

    public ClipTextEncoder(ClipTextConfig config)
        : base(nameof(ClipTextEncoder))
    {
        Config = config;
        text_model = new(config);
        RegisterComponents();
        this.Outlive();
    }

    public ClipTextConfig Config { get; }

    /// <param name="tokens">N x Length, int64.</param>
    /// <returns>N x Length x Width: every position, padding too, after the last normalisation.</returns>
    public override Tensor forward(Tensor tokens) => text_model.forward(tokens);

    private sealed class Model : Module<Tensor, Tensor>
    {
        private readonly Embeddings embeddings;
        private readonly Stack encoder;
        private readonly LayerNorm final_layer_norm;

        public Model(ClipTextConfig config)
            : base(nameof(Model))
        {
            embeddings = new(config);
            encoder = new(config);
            final_layer_norm = LayerNorm(config.Width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens)
        {
            using var scope = NewDisposeScope();
            return final_layer_norm.NormLike(encoder.forward(embeddings.forward(tokens))).MoveToOuterDisposeScope();
        }
    }

    private sealed class Embeddings : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Embedding token_embedding, position_embedding;

        public Embeddings(ClipTextConfig config)
            : base(nameof(Embeddings))
        {
            token_embedding = torch.nn.Embedding(config.Vocabulary, config.Width);
            position_embedding = torch.nn.Embedding(config.Length, config.Width);
            init.normal_(token_embedding.weight!, 0, 0.02);
            init.normal_(position_embedding.weight!, 0, 0.01);
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens)
        {
            using var scope = NewDisposeScope();
            return (token_embedding.forward(tokens) + position_embedding.weight!.narrow(0, 0, tokens.shape[1])).MoveToOuterDisposeScope();
        }
    }

    private sealed class Stack : Module<Tensor, Tensor>
    {
        private readonly ModuleList<ClipTextLayer> layers;

        public Stack(ClipTextConfig config)
            : base(nameof(Stack))
        {
            layers = new([.. Enumerable.Range(0, config.Layers).Select(_ => new ClipTextLayer(config))]);
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
}
