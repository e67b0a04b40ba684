using System.ComponentModel.DataAnnotations;
using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;

namespace Lethe.Unlearning;

/// <summary>
/// Fisher forgetting (Golatkar, Achille and Soatto, CVPR 2020): noise on every weight, the stronger the less the weight matters for D_r.
/// The noise level is the one of <see cref="Levels"/> that leaves the largest difference between the accuracies on D_r and D_f.
/// </summary>
/// <remarks>
/// As in the authors' notebook (AdityaGolatkar/SelectiveForgetting), but for the level, which they set to 1e-6, the batches, and the last
/// layer: they take every tensor for a part of it whose first size is the number of classes.
/// </remarks>
public sealed record FisherForgetting : IUnlearningMethod
{
    public static IReadOnlyList<double> Levels { get; } = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5];

    public string Name => "fisher";

    public string Title => "Fisher Forgetting";

    /// <summary>D_r for the Fisher information; D_f to choose the noise level.</summary>
    public DataAccess Reads => DataAccess.Both;

    /// <summary>
    /// Images a gradient. 1 is exact; more squares the gradient of a batch, an approximation that published code makes too.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Images of D_r for the Fisher information, drawn once; 0 for all.</summary>
    public int MaxImages { get; init; }

    /// <summary>Images of D_r and D_f each that the noise level is chosen on; 0 for all.</summary>
    public int ChoiceImages { get; init; } = 2000;

    /// <summary><c>alpha_F</c>; 0 to choose it from <see cref="Levels"/>.</summary>
    public double Level { get; init; }

    /// <summary>
    /// Also draw the head's row of each forgotten class anew, N(0, 1e-3), as the authors do for a whole class; the LAU paper's rows are
    /// clearly without.
    /// </summary>
    public bool ZeroForgetRow { get; init; }

    public SearchSpace Space =>
        SearchSpace
            .None.Log("level", 1e-10, 1e-5, static (FisherForgetting one, double value) => one with { Level = value })
            .OneOf("zeroForgetRow", [false, true], static (FisherForgetting one, bool value) => one with { ZeroForgetRow = value });

    // Bounded below paper, for machines without a GPU.
    public IUnlearningMethod For(Profile profile) =>
        profile.Of(
            this with
            {
                MaxImages = 64,
                ChoiceImages = 100,
            },
            this with
            {
                MaxImages = 160,
                ChoiceImages = 320,
            },
            this with
            {
                MaxImages = 2000,
            },
            this
        );

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var (model, random) = (task.Model, RandomStream.For(task.Seed, "fisher"));
        var images = MaxImages == 0 ? task.Retain : task.Retain.Take(MaxImages, random);
        model.eval();
        var fisher = task.Clock.Measure("fisher", () => Diagonal(model, images, BatchSize, task.Precision, task.Cancellation));
        task.Figures["images"] = images.Count;
        var noise = random.Next();
        var level = Level > 0 ? Level : task.Clock.Measure("choice", () => Choose(task, fisher, noise, random));
        task.Figures["level"] = level;
        if (Level <= 0 && (level == Levels[^1] || level == Levels[0]))
        {
            task.Notes.Add(
                string.Create(CultureInfo.InvariantCulture, $"The noise level {level:G2} is at the end of the range that was tried.")
            );
        }
        AddNoise(model, fisher, level, noise, task.ForgetClasses);
    }

    /// <summary><c>F_p = mean_x sum_k p_k(x) (d CE(x, k) / d theta_p)^2</c>: one tensor a parameter.</summary>
    internal static Tensor[] Diagonal(
        Classifier model,
        ImageSubset images,
        int batchSize,
        Precision precision,
        CancellationToken cancellation = default
    )
    {
        return GradientSum.Squares.Of(model, images, batchSize, precision, Terms, cancellation);

        IEnumerable<(Tensor Loss, double Weight)> Terms(Tensor logits, Tensor labels)
        {
            var logProbabilities = nn.functional.log_softmax(logits, 1);
            var weights = logProbabilities.detach().exp().mean([0]).cpu().data<float>().ToArray(); // p_k
            return weights.Select((p, k) => (logProbabilities.select(1, k).mean().neg(), (double)p * labels.shape[0] / images.Count));
        }
    }

    /// <summary>
    /// <c>v = alpha min(1 / (F + 1e-8), 1e3)</c>, then <c>theta' = theta + sqrt(v) N(0, 1)</c>; at most 1e2 and tenfold in the last layer,
    /// averaged over inputs in matrices and kernels, tenfold in vectors.
    /// </summary>
    internal void AddNoise(Classifier model, Tensor[] fisher, double level, ulong seed, IReadOnlyList<int> forgetClasses)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new RandomStream(seed).Torch();
        foreach (var (parameter, information) in model.parameters().Zip(fisher))
        {
            var isLast = ReferenceEquals(parameter, model.Head.weight) || ReferenceEquals(parameter, model.Head.bias);
            var variance = information.add(1e-8).reciprocal_().clamp_max_(isLast ? 1e2 : 1e3).mul_(level);
            if (parameter.dim() > 1)
            {
                variance = variance.mean([1], keepdim: true).expand_as(parameter).clone();
            }
            foreach (var forgetClass in isLast && ZeroForgetRow ? forgetClasses : [])
            {
                parameter.select(0, forgetClass).zero_();
                variance.select(0, forgetClass).fill_(1e-4); // tenfold in a moment, as in the authors' notebook
            }
            if (isLast || parameter.dim() == 1)
            {
                variance.mul_(10);
            }
            var drawn = randn(parameter.shape, generator: generator).to(parameter.device);
            parameter.add_(variance.sqrt_().mul_(drawn));
        }
    }

    private double Choose(UnlearningTask task, Tensor[] fisher, ulong noise, RandomStream random)
    {
        var (retain, forget) = (Some(task.Retain), Some(task.Forget));
        return Levels.MaxBy(level =>
        {
            using var candidate = task.Model.Copy();
            AddNoise(candidate, fisher, level, noise, task.ForgetClasses);
            return Accuracy.Of(candidate, retain, task.Precision) - Accuracy.Of(candidate, forget, task.Precision);
        });

        ImageSubset Some(ImageSubset images) => ChoiceImages == 0 ? images : images.Take(ChoiceImages, random);
    }
}
