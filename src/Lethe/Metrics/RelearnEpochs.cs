using Lethe.Data;
using Lethe.Models;
using F = TorchSharp.torch.nn.functional;

namespace Lethe.Metrics;

/// <summary>
/// Relearn time: after how many short epochs of ordinary training is the loss on D_f back at the original network's? Plain SGD (learning
/// rate 0.01, no momentum, no weight decay); an epoch is 500 random images of the whole training set; it stops when <c>loss(D_f) &lt;=
/// loss_original(D_f) + 1e-5</c>, or at <see cref="Cap"/>.
/// <para>Needs: the training images, the original's loss on D_f. Direction: close to Retrain, which needs long; few epochs say that the
/// class was only hidden. Equal to <see cref="Cap"/> means "not within".</para>
/// <para>Two forms: <see cref="OfNetwork"/> trains all layers (each epoch costs a forward over D_f as well), <see cref="OfHead"/> only the
/// head on cached features (milliseconds). They are different numbers; do not mix them.</para>
/// <para>A bias of minus infinity (the logit mask) gets no way back by gradients, though whoever holds the network can simply overwrite it:
/// it starts from the smallest finite bias instead.</para>
/// <para>Source: Golatkar et al. (CVPR 2020), code. There the network stays in evaluation mode, an epoch's images are drawn with
/// replacement, the loss pulls towards the weights at the start, and the count begins with 1. The batch size of 50 is this kit's
/// choice.</para>
/// </summary>
public sealed record RelearnEpochs
{
    public int Cap { get; init; } = 100;

    public int SamplesPerEpoch { get; init; } = 500;

    public int BatchSize { get; init; } = 50;

    public double LearningRate { get; init; } = 0.01;

    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Mean cross-entropy, the loss that has to come back.</summary>
    public static double Loss(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        return F.cross_entropy(logits.to(ScalarType.Float64), labels.to(logits.device)).item<double>();
    }

    /// <summary>Trains a copy of the head on cached features, in closed form.</summary>
    /// <param name="weight">Classes x d; not changed.</param>
    /// <param name="bias">Classes; not changed.</param>
    /// <param name="features">N x d: the whole training set's.</param>
    /// <param name="labels">int64, N.</param>
    /// <param name="forgetFeatures">D_f's.</param>
    /// <param name="forgetLabels">D_f's.</param>
    /// <param name="originalLoss">The original's mean cross-entropy on D_f.</param>
    /// <param name="random">Which images an epoch draws.</param>
    /// <returns>0 if the loss is there at once.</returns>
    public int OfHead(
        Tensor weight,
        Tensor bias,
        Tensor features,
        Tensor labels,
        Tensor forgetFeatures,
        Tensor forgetLabels,
        double originalLoss,
        RandomStream random
    )
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (w, b) = (weight.detach().clone(), Finite(bias.detach().clone()));
        return Count(
            random,
            (int)features.shape[0],
            originalLoss,
            () => Loss(F.linear(forgetFeatures, w, b), forgetLabels),
            rows =>
            {
                using var step = NewDisposeScope();
                var index = tensor(rows, device: features.device);
                var f = features.index_select(0, index);
                // dL/dz = (softmax(z) - onehot(y)) / n
                var g =
                    (F.linear(f, w, b).softmax(1) - F.one_hot(labels.to(features.device).index_select(0, index), w.shape[0])) / rows.Length;
                w.sub_(g.t().mm(f) * LearningRate);
                b.sub_(g.sum(dim: 0) * LearningRate);
            }
        );
    }

    /// <summary>Trains a copy of the whole network, in training mode (batch statistics, dropout), float32 or bfloat16.</summary>
    public int OfNetwork(
        Classifier model,
        ForgetSplit split,
        double originalLoss,
        RandomStream random,
        Precision precision = Precision.Float32
    )
    {
        using var scope = NewDisposeScope();
        using var copy = model.Copy();
        using (no_grad())
        {
            Finite(copy.Head.bias!);
        }
        using var optimizer = optim.SGD(copy.parameters(), LearningRate);
        var forgets = split.ForgetTrain.Count;
        manual_seed((long)(random.Next() >> 1)); // dropout
        return Count(
            random,
            forgets + split.RetainTrain.Count,
            originalLoss,
            () =>
            {
                using var pass = NewDisposeScope();
                return Loss(Prediction.Logits(copy, split.ForgetTrain, precision), split.ForgetTrain.Labels());
            },
            rows =>
            {
                using var step = NewDisposeScope();
                copy.train();
                var parts = new[]
                {
                    (split.ForgetTrain, rows.Where(i => i < forgets)),
                    (split.RetainTrain, rows.Where(i => i >= forgets).Select(i => i - forgets)),
                }
                    .Select(part => (Images: part.Item1, Rows: part.Item2.ToArray()))
                    .Where(static part => part.Rows.Length > 0)
                    .Select(part => part.Images.Read(part.Rows, precision.Type()))
                    .ToList();
                // Joined channels-last: the order in which this torch's convolutions are right.
                var images = cat([.. parts.Select(static part => part.Images.permute(0, 2, 3, 1))]).permute(0, 3, 1, 2);
                var loss = F.cross_entropy(copy.forward(images), cat([.. parts.Select(static part => part.Labels)]));
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
            }
        );
    }

    private int Count(RandomStream random, int images, double originalLoss, Func<double> forgetLoss, Action<long[]> step)
    {
        for (var epoch = 0; epoch < Cap; epoch++)
        {
            if (forgetLoss() <= originalLoss + Tolerance)
            {
                return epoch;
            }
            foreach (var rows in random.Permutation(images).Take(SamplesPerEpoch).Chunk(BatchSize))
            {
                step(rows);
            }
        }
        return Cap;
    }

    private static Tensor Finite(Tensor bias)
    {
        using var scope = NewDisposeScope();
        var finite = bias.isfinite();
        if (!finite.all().item<bool>() && finite.any().item<bool>())
        {
            bias.masked_fill_(bias.isneginf(), bias.masked_select(finite).min().item<float>());
        }
        return bias;
    }
}
