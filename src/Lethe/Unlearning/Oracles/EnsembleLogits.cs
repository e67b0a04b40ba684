using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Lethe.Experiments.Records;
using Lethe.Metrics.Ensembles;

namespace Lethe.Unlearning.Oracles;

/// <summary>What the networks of an ensemble answered: all that the measures of distributions need, and small enough to keep.</summary>
public sealed class EnsembleLogits
{
    /// <summary>In this order.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["D_f", "D_tf", "D_r", "D_tr"];

    private const string LogitsKey = "logits",
        LabelsKey = "labels",
        SizesKey = "sizes";

    private readonly float[] logits; // network by network, image by image
    private readonly int[] labels,
        sizes;

    /// <param name="logits">Networks x images x classes.</param>
    /// <param name="labels">Of the images, part by part.</param>
    /// <param name="sizes">Of the four parts.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public EnsembleLogits(float[] logits, int networks, IReadOnlyList<int> labels, IReadOnlyList<int> sizes)
    {
        (this.logits, Networks, this.labels, this.sizes) = (logits, networks, [.. labels], [.. sizes]);
        Classes = networks > 0 && labels.Count > 0 ? logits.Length / networks / labels.Count : 0;
        if (
            Classes < 2
            || logits.Length != networks * labels.Count * Classes
            || this.sizes.Length != Parts.Count
            || this.sizes.Sum() != labels.Count
            || this.labels.Any(label => label < 0 || label >= Classes)
        )
        {
            throw new ArgumentException($"{logits.Length} logits, {networks} networks and {labels.Count} images do not fit each other.");
        }
    }

    public int Networks { get; }

    public int Classes { get; }

    /// <summary>SHA-256 of the logits in half precision, as they are kept.</summary>
    public string Sha256 =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Array.ConvertAll(logits, static logit => (Half)logit).AsSpan())));

    /// <summary>From the arrays of a record of <c>lau-distribution</c>.</summary>
    /// <exception cref="LetheException">They are those of something else (<see cref="ExitCode.BadFile"/>).</exception>
    public static EnsembleLogits Of(IReadOnlyDictionary<string, FigureArray> arrays)
    {
        try
        {
            return new(
                arrays[LogitsKey].Values,
                (int)arrays[LogitsKey].Shape[0],
                [.. arrays[LabelsKey].Values.Select(static label => (int)label)],
                [.. arrays[SizesKey].Values.Select(static size => (int)size)]
            );
        }
        catch (Exception error) when (error is ArgumentException or KeyNotFoundException)
        {
            throw LetheException.BadFile($"The arrays of this record are no logits of an ensemble: {error.Message}", error);
        }
    }

    public Dictionary<string, FigureArray> Arrays() =>
        new()
        {
            [LogitsKey] = new(logits, Networks, labels.Length, Classes) { IsHalf = true },
            [LabelsKey] = new([.. labels.Select(static label => (float)label)], labels.Length),
            [SizesKey] = new([.. sizes.Select(static size => (float)size)], sizes.Length),
        };

    /// <summary>What the same networks answer behind a logit mask: never the class.</summary>
    public EnsembleLogits Masked(int forgetClass)
    {
        var masked = (float[])logits.Clone();
        for (var i = forgetClass; i < masked.Length; i += Classes)
        {
            masked[i] = float.NegativeInfinity;
        }
        return new(masked, Networks, labels, sizes);
    }

    /// <summary>Of each network and image of a part the margin of the image's own class.</summary>
    public EnsembleScores Margins(string part) => Scores(part, (logits, image) => Margin.Of(logits, labels[image]));

    /// <summary>Likewise of the class that most of the retrained networks name, as if no network had the forgotten one.</summary>
    /// <param name="oracle">The retrained ones.</param>
    public EnsembleScores KeptMargins(string part, EnsembleLogits oracle, int forgetClass)
    {
        var (named, first) = (oracle.Masked(forgetClass).Answers(part), First(part));
        int[] classes =
        [
            .. Enumerable
                .Range(0, named.Images)
                .Select(image => (int)named.Of(image).CountBy(static k => k).MaxBy(static k => k.Value).Key),
        ];
        return Scores(part, (logits, image) => Margin.Of(logits, classes[image - first], forgetClass));
    }

    /// <summary>Of each network and image of a part the class that the network names.</summary>
    public EnsembleScores Answers(string part) => Scores(part, static (logits, _) => Largest(logits));

    /// <summary>Percent, over all networks.</summary>
    public double Accuracy(string part)
    {
        var (answers, first, right) = (Answers(part), First(part), 0);
        for (var image = 0; image < answers.Images; image++)
        {
            right += answers.Of(image).Count(answer => (int)answer == labels[first + image]);
        }
        return 100.0 * right / (answers.Images * Networks);
    }

    /// <summary>One network's, images of the part x classes; the caller's.</summary>
    public Tensor Of(int network, string part)
    {
        var (count, start) = (sizes[Place(part)], ((network * labels.Length) + First(part)) * Classes);
        return tensor(logits[start..(start + (count * Classes))]).reshape(count, Classes);
    }

    private delegate double Score(ReadOnlySpan<float> logits, int image);

    private EnsembleScores Scores(string part, Score score)
    {
        var (first, count) = (First(part), sizes[Place(part)]);
        var values = new double[Networks * count];
        for (var network = 0; network < Networks; network++)
        {
            for (var i = 0; i < count; i++)
            {
                var at = ((network * labels.Length) + first + i) * Classes;
                values[(network * count) + i] = score(logits.AsSpan(at, Classes), first + i);
            }
        }
        return new(values, Networks);
    }

    private static int Place(string part) =>
        Parts.ToList().IndexOf(part) is >= 0 and var place ? place : throw new ArgumentException($"There is no part {part}.", nameof(part));

    private int First(string part) => sizes[..Place(part)].Sum();

    private static int Largest(ReadOnlySpan<float> logits)
    {
        var largest = 0;
        for (var k = 1; k < logits.Length; k++)
        {
            largest = logits[k] > logits[largest] ? k : largest;
        }
        return largest;
    }
}
