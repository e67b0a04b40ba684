using System.ComponentModel.DataAnnotations;
using Lethe.Data;
using Lethe.Models;

namespace Lethe.Unlearning;

/// <summary>
/// Instance-wise unlearning (Cha et al., AAAI 2024), brought to the size of a class: climb the loss on D_f, learn adversarial images of
/// other classes made from D_f, and hold on to the weights that do not matter for D_f.
/// </summary>
/// <remarks>
/// As in the authors' code (csm9493/L2UL): the attack with its random start, the importance scaled to [0, 1] in each tensor, a lambda of 1
/// (of their commands; 10 if none is given), momentum 0.9, weight decay 1e-4, and the stop at the first step after which nothing of D_f is
/// called by its label. That code is for at most 256 instances: of each it makes twenty adversarial images, once, in a hundred steps within
/// a radius of 4. Here D_f has thousands, so the rest is as in the comparison of whole classes by DELETE (shaaaaron/DELETE): each image
/// gets one adversarial image in every epoch, in ten steps within 0.4. It goes through the student in evaluation mode, because batch
/// statistics of adversarial images spoil those of the others; so does the importance. Its loss weighs 0.1 beside a whole <c>-CE</c>; the
/// authors weigh by the number of images, which would be a half each. The rate is 1e-4 for their 1e-3. DELETE's runs leave importance,
/// weight decay and stop out. Targets are other classes only: in the authors' code a draw of the true class becomes class C / 2, in
/// DELETE's it stays.
/// </remarks>
public sealed record Iwu : ForgetMethod
{
    /// <summary>The stop is looked at after every step.</summary>
    public Iwu() => (Epochs, StopAt) = (20, 0);

    public override string Name => "iwu";

    public override string Title => "IWU";

    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Of the cross-entropy on adversarial images; that on D_f weighs -1.</summary>
    public double AdversarialWeight { get; init; } = 0.1;

    /// <summary><c>lambda</c>, of the importance penalty; 0 leaves it out.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Steps of the targeted L2 attack.</summary>
    public int AttackSteps { get; init; } = 10;

    /// <summary>Length of an attack step, in pixels of [0, 1], over the whole image.</summary>
    public double AttackStep { get; init; } = 0.1;

    /// <summary>Longest attack.</summary>
    public double AttackRadius { get; init; } = 0.4;

    /// <summary>Begin the attack at a random image, brought within <see cref="AttackRadius"/>, and not at the image itself.</summary>
    public bool RandomStart { get; init; } = true;

    // The epochs are a bound: it stops at the first step after which nothing of D_f is called by its label.
    public override SearchSpace Space =>
        SearchSpace
            .None.Log("learningRate", 1e-5, 1e-2, static (Iwu one, double value) => one with { LearningRate = value })
            .OneOf("attackRadius", [0.4, 1, 4], static (Iwu one, double value) => one with { AttackRadius = value })
            .OneOf("adversarialWeight", [0.05, 0.1, 0.5], static (Iwu one, double value) => one with { AdversarialWeight = value })
            .OneOf("lambda", [0, 0.1, 1, 10], static (Iwu one, double value) => one with { Lambda = value });

    // A step climbs, attacks, and learns the attacked images.
    public override double Units(int forget, int retain) => 3.0 * Epochs * forget * (2 + AttackSteps);

    public override IUnlearningMethod For(Profile profile) =>
        profile.IsTiny
            ? this with
            {
                Epochs = 2,
                LearningRate = 1e-3,
                AttackSteps = 2,
            }
            : profile.Of(this, this, this with { Epochs = 3, AttackSteps = 3 }, this);

    public override void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var (model, forget, type) = (task.Model, task.Forget, task.Precision.Type());
        using var original = model.Copy();
        original.eval();
        var start = original.parameters().Select(static p => p.detach()).ToArray();
        var importance = Lambda > 0 ? task.Clock.Measure("importance", () => Importance(model, forget, task.Precision)) : null;
        var draw = WrongLabels.Draws(task, LabelRange.NotItsOwn, RandomStream.For(task.Seed, "iwu targets"));
        using var starts = RandomStream.For(task.Seed, "iwu starts").Torch();
        Train(
            task,
            (images, labels, rows) =>
            {
                var (pixels, _) = forget.ReadPixels(rows);
                var other = tensor([.. labels.cpu().data<long>().ToArray().Select(draw)], device: labels.device);
                var adversarial = Attack(original, forget, pixels, other, type, starts);
                // L = -CE(M(x), y) + w CE(M(x'), y') + lambda / 2 sum_p (1 - Omega_p) (theta_p - theta0_p)^2; x' in evaluation mode
                var loss = nn.functional.cross_entropy(model.forward(images), labels).neg();
                model.eval();
                loss = loss + (AdversarialWeight * nn.functional.cross_entropy(model.forward(forget.Normalize(adversarial, type)), other));
                model.train();
                if (importance is not null)
                {
                    var penalties = model
                        .parameters()
                        .Zip(start)
                        .Zip(importance, static (pair, omega) => ((1 - omega) * (pair.First - pair.Second).square()).sum());
                    loss = loss + (Lambda / 2 * stack(penalties).sum());
                }
                return loss;
            },
            WeightDecay,
            stopWithin: true
        );
    }

    /// <summary>
    /// Memory-aware importance on D_f: <c>Omega_p = sum_batches |d sum_x ||M(x)||_2 / d theta_p| / N</c>, brought to [0, 1] in each tensor.
    /// </summary>
    internal static Tensor[] Importance(Classifier model, ImageSubset forget, Precision precision)
    {
        model.eval();
        using var scope = NewDisposeScope();
        var sums = GradientSum.Absolute.Of(model, forget, 64, precision, (logits, _) => [(logits.norm(1).sum().div(forget.Count), 1)]);
        return
        [
            .. sums.Select(static sum =>
            {
                var (low, high) = (sum.min(), sum.max());
                return ((sum - low) / (high - low).clamp_min(1e-12)).MoveToOuterDisposeScope();
            }),
        ];
    }

    /// <summary>
    /// Moves images towards <paramref name="targets"/> on the original network: <c>x &lt;- Proj(x - eta grad / ||grad||_2)</c>, Proj onto
    /// [0, 1], then onto the L2 ball around the original image; float32.
    /// </summary>
    /// <param name="starts">Where random starts come from.</param>
    internal Tensor Attack(Classifier original, ImageSubset forget, Tensor pixels, Tensor targets, ScalarType type, Generator starts)
    {
        using var scope = NewDisposeScope();
        var moved = RandomStart ? Nearest(rand(pixels.shape, generator: starts).to(pixels.device)) : pixels.detach();
        for (var i = 0; i < AttackSteps; i++)
        {
            using var step = NewDisposeScope();
            var x = moved.detach().requires_grad_(true);
            var loss = nn.functional.cross_entropy(original.forward(forget.Normalize(x, type)), targets, reduction: nn.Reduction.Sum);
            var gradient = autograd.grad([loss], [x])[0];
            using var noGrad = no_grad();
            moved = Nearest((x - (AttackStep * gradient / Length(gradient).clamp_min(1e-6))).clamp_(0, 1)).MoveToOuterDisposeScope();
        }
        return moved.detach().MoveToOuterDisposeScope();

        // On the way to the image, at most AttackRadius from it.
        Tensor Nearest(Tensor images)
        {
            var offset = images - pixels;
            return pixels + (offset * (AttackRadius / Length(offset).clamp_min(1e-12)).clamp_max(1));
        }

        // L2 over each image, N x 1 x 1 x 1
        static Tensor Length(Tensor images) => images.square().sum([1, 2, 3], keepdim: true).sqrt();
    }
}
