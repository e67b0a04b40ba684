using Lethe.Experiments.Records;
using Lethe.Metrics.Ensembles;
using Lethe.Unlearning.Oracles;

namespace Lethe.Unlearning.Seen;

/// <summary>What a record of <c>lau-seen</c> holds: one network, and what every method made of it, image by image.</summary>
public sealed class SeenRecord
{
    private const string Stage = "Stages: ";

    private readonly IReadOnlyDictionary<string, FigureArray> arrays;

    /// <param name="arrays">Those beside the record.</param>
    /// <exception cref="LetheException">They are of something else, or one is missing (<see cref="ExitCode.BadFile"/>).</exception>
    public SeenRecord(RunRecord record, IReadOnlyDictionary<string, FigureArray> arrays)
    {
        (Record, this.arrays) = (record, arrays);
        Methods = UnlearningCatalog.InOrder(
            arrays
                .Keys.Where(static key => key.StartsWith("logits.", StringComparison.Ordinal))
                .Select(static key => key["logits.".Length..])
        );
        Labels = [.. Array("labels").Values.Select(static label => (int)label)];
        Sizes = [.. Array("sizes").Values.Select(static size => (int)size)];
        var note = record.Notes.FirstOrDefault(static note => note.StartsWith(Stage, StringComparison.Ordinal));
        Stages = note is null ? [] : note[Stage.Length..].TrimEnd('.').Split(", ");
        Require();
    }

    public RunRecord Record { get; }

    public int ForgetClass => Record.Cell.ForgetClass!.Value;

    /// <summary>Original and Retrain first.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>Of the images, part by part as in <see cref="EnsembleLogits.Parts"/>.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Of the four parts.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>From the image to the head; what <see cref="Similarity"/> has rows for.</summary>
    public IReadOnlyList<string> Stages { get; }

    public int Classes => (int)Array(Key("logits", Methods[0])).Shape[1];

    /// <summary>Images x classes, rounded to half precision; minus infinity behind a mask.</summary>
    public FigureArray Logits(string method) => Array(Key("logits", method));

    /// <summary>The first image of a part, and the one after its last.</summary>
    public Range Images(string part)
    {
        var place = EnsembleLogits.Parts.ToList().IndexOf(part);
        return place < 0
            ? throw new ArgumentException($"There is no part {part}.", nameof(part))
            : Sizes.Take(place).Sum()..Sizes.Take(place + 1).Sum();
    }

    /// <summary>Of one image.</summary>
    public IReadOnlyList<double> Probabilities(string method, int image)
    {
        var logits = Logits(method).Row(image).ToArray();
        var largest = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp(logit - largest))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    /// <summary>The class that a network names.</summary>
    public int Called(string method, int image)
    {
        var logits = Logits(method).Row(image);
        var largest = 0;
        for (var k = 1; k < logits.Length; k++)
        {
            largest = logits[k] > logits[largest] ? k : largest;
        }
        return largest;
    }

    /// <summary>How sure a network is of what it names, as log-odds, for the images of a part: what an attack has that sees nothing else.
    /// </summary>
    public IReadOnlyList<double> Confidence(string method, string part)
    {
        var (first, end) = (Images(part).Start.Value, Images(part).End.Value);
        return [.. Enumerable.Range(first, end - first).Select(image => Margin.Of(Logits(method).Row(image), Called(method, image)))];
    }

    /// <summary>Places of the test images (D_tf, then D_tr), N x 2, in the map of logits or of features.</summary>
    public FigureArray Map(string method, bool ofFeatures) => Array(Key(ofFeatures ? "features" : "logits", method, "map"));

    /// <summary>How many images of a class (row) are called by each (column): of the training images that were measured, or of all test
    /// images.</summary>
    public FigureArray Confusion(string method, bool ofTest) => Array(Key(ofTest ? "test" : "train", method));

    /// <summary>CKA, <see cref="Stages"/> x 4: with Original on D_f and D_r, with Retrain on D_f and D_r.</summary>
    public FigureArray Similarity(string method) => Array(Key("similarity", method));

    /// <summary>Rows of an epoch and the accuracies in percent on D_f, D_tf, D_r and D_tr; null where there were no epochs.</summary>
    public FigureArray? Trace(string method) => arrays.GetValueOrDefault(Key("trace", method)) is { Shape: [> 1, ..] } rows ? rows : null;

    internal static string Key(string what, string method) => $"{what}.{method}";

    internal static string Key(string what, string method, string kind) => $"{kind}.{what}.{method}";

    internal static string StagesNote(IEnumerable<string> stages) => $"{Stage}{string.Join(", ", stages)}.";

    /// <summary>Whether a note of such a record is about a method.</summary>
    internal static bool IsOfMethod(string note) => !note.StartsWith(Stage, StringComparison.Ordinal);

    private FigureArray Array(string name) =>
        arrays.GetValueOrDefault(name)
        ?? throw LetheException.BadFile($"The arrays of record {Record.Id} have no {name}: they are not of {SeenPlan.Name}, or damaged.");

    private void Require()
    {
        var (images, tests) = (Labels.Count, Sizes.Count == EnsembleLogits.Parts.Count ? Sizes[1] + Sizes[3] : -1);
        if (
            Record.Cell.ForgetClass is null
            || Methods is not [UnlearningCatalog.Original, UnlearningCatalog.Retrain, ..]
            || Sizes.Sum() != images
            || Labels.Any(label => label < 0 || label >= Classes)
            || Methods.Any(method =>
                !Fits(Logits(method), images, Classes)
                || !Fits(Map(method, ofFeatures: false), tests, 2)
                || !Fits(Map(method, ofFeatures: true), tests, 2)
                || !Fits(Confusion(method, ofTest: false), Classes, Classes)
                || !Fits(Confusion(method, ofTest: true), Classes, Classes)
                || !Fits(Similarity(method), Stages.Count, 4)
            )
        )
        {
            throw LetheException.BadFile(
                $"The arrays of record {Record.Id} do not fit each other: its file is damaged, or of another record."
            );
        }
    }

    private static bool Fits(FigureArray array, params long[] shape) => array.Shape.AsSpan().SequenceEqual(shape);
}
