using Lethe.Erasing.Diffusion;
using Lethe.Runtime;

namespace Lethe.Erasing.Fashion;

/// <summary>How the small model is spoken to: the ten classes of Fashion-MNIST in three phrasings, and the null prompt.</summary>
public static class FashionPrompts
{
    /// <summary>Of the classes; two words on purpose for the last.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["tshirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>c and c' of the experiments.</summary>
    public const string Erased = "sneaker",
        Instead = "ankle boot";

    /// <summary>What experiments have real pictures of: the concept, a neighbour, and something far from it.</summary>
    public static IReadOnlyList<string> Real { get; } = [Erased, "sandal", "bag"];

    /// <summary>What each frame of a timeline shows: two of the erased concept, what comes in its place, and something far from
    /// both.</summary>
    public static IReadOnlyList<string> Frames { get; } = [Erased, Erased, Instead, "bag"];

    private static readonly string[] Phrasings = ["{0}", "a photo of {0}", "a picture of the {0}"];

    /// <summary>Every word there is, and room for eight tokens.</summary>
    public static WordTokenizer Tokenizer { get; } =
        new(
            [
                .. Phrasings
                    .SelectMany(static phrasing =>
                        phrasing.Replace("{0}", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    )
                    .Concat(Names.SelectMany(static name => name.Split(' ')))
                    .Distinct(),
            ],
            8
        );

    /// <summary>How often the null prompt stands in training, for guidance.</summary>
    public const double NullShare = 0.15;

    /// <summary>All phrasings for a class.</summary>
    public static IReadOnlyList<string> Of(string name) =>
        [.. Phrasings.Select(phrasing => phrasing.Replace("{0}", name, StringComparison.Ordinal))];

    /// <summary>A prompt for a training image.</summary>
    public static string Draw(int label, RandomStream random) =>
        random.NextDouble() < NullShare ? "" : Of(Names[label])[random.Next(Phrasings.Length)];

    /// <summary>The class that a concept names.</summary>
    /// <exception cref="LetheException">None of them (<see cref="ExitCode.Usage"/>).</exception>
    public static int ClassOf(string concept) =>
        Names.ToList().IndexOf(concept.Trim().ToLowerInvariant()) is >= 0 and var found
            ? found
            : throw LetheException.Usage($"'{concept}' is none of the things that the small model was shown: {string.Join(", ", Names)}.");

    /// <summary>The class that a prompt speaks of; null if it is none, or several.</summary>
    /// <exception cref="LetheException">A word that the model does not know (<see cref="ExitCode.Usage"/>).</exception>
    public static int? ClassIn(string prompt) =>
        Enumerable.Range(0, Names.Count).Where(label => Tokenizer.Find(prompt, Names[label]).Count > 0).ToList() is [var only]
            ? only
            : null;
}
