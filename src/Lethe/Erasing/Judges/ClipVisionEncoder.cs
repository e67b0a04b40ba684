using Lethe.Erasing.Diffusion;
using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>CLIP's tower for pictures (Radford et al., ICML 2021): patches and one position for the whole, normalised before the layers; of
/// the whole's, normalised again, comes the embedding. transformers' names.</summary>
public sealed class ClipVisionEncoder : Module<Tensor, Tensor>
{
    private readonly Model vision_model;

    public ClipVisionEncoder(ClipVisionConfig config)
        : base(nameof(ClipVisionEncoder))
    {
        vision_model = new(config);
        RegisterComponents();
        this.Outlive();
    }

    internal Module<Tensor, Tensor> Tower => vision_model;

    /// <param name="images">N x 3 x Side x Side as <see cref="ClipPictures"/> prepares them.</param>
    /// <returns>N x Width.</returns>
    public override Tensor forward(Tensor images) => vision_model.forward(images);

    private sealed class Model : Layer
    {
        private readonly Embeddings embeddings;
        private readonly LayerNorm pre_layrnorm; // spelt so in every file there is
        private readonly Sequential encoder;
        private readonly LayerNorm post_layernorm;

        public Model(ClipVisionConfig config)
            : base(nameof(Model))
        {
            embeddings = new(config);
            encoder = ClipLayer.Row(config.Layers, config.Width, config.Heads, config.Hidden, looksBack: false);
            (pre_layrnorm, post_layernorm) = (LayerNorm(config.Width), LayerNorm(config.Width));
            RegisterComponents();
        }

        protected override Tensor Run(Tensor images)
        {
            var positions = encoder.forward(pre_layrnorm.NormLike(embeddings.forward(images)));
            return post_layernorm.NormLike(positions.select(1, 0));
        }
    }

    private sealed class Embeddings : Layer
    {
        private readonly Parameter class_embedding; // width
        private readonly Conv patch_embedding;
        private readonly TorchSharp.Modules.Embedding position_embedding;

        public Embeddings(ClipVisionConfig config)
            : base(nameof(Embeddings))
        {
            class_embedding = new Parameter(init.normal_(empty(config.Width), 0, 0.02));
            patch_embedding = new(3, config.Width, config.Patch, config.Patch);
            position_embedding = nn.Embedding(config.Positions, config.Width);
            init.normal_(position_embedding.weight!, 0, 0.02);
            RegisterComponents();
        }

        protected override Tensor Run(Tensor images)
        {
            var patches = patch_embedding.forward(images).flatten(2).transpose(1, 2); // N x patches x width
            var whole = class_embedding.Like(images).expand(images.shape[0], 1, -1);
            return cat([whole, patches], 1) + position_embedding.weight!.Like(images);
        }
    }
}
