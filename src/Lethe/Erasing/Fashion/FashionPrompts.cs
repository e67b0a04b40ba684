using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Fashion;

/// <summary>How the small model is spoken to: the ten classes of Fashion-MNIST in three phrasings, and the null prompt.</summary>
public static class FashionPrompts
{
    /// <summary>c and c' of the experiments.</summary>
    public const string Erased = "sneaker",
        Instead = "ankle boot";

    // How often the null prompt stands in training, for guidance.
    private const double NullShare = 0.15;

    private static readonly string[] Phrasings = ["{0}", "a photo of {0}", "a picture of the {0}"];

    /// <summary>Of the classes; two words on purpose for the last.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["tshirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>What experiments have real pictures of: the concept, a neighbour, and something far from it.</summary>
    public static IReadOnlyList<string> Real { get; } = [Erased, "sandal", "bag"];

    /// <summary>What each frame of a timeline shows: two of the erased concept, what comes in its place, and something far from
    /// both.</summary>
    public static IReadOnlyList<string> Frames { get; } = [Erased, Erased, Instead, "bag"];

    /// <summary>Every word there is, and room for eight tokens.</summary>
    public static WordTokenizer Tokenizer { get; } =
        new([.. Phrasings.Concat(Names).SelectMany(static text => text.Split(' ')).Where(static word => word != "{0}").Distinct()], 8);

    public static IReadOnlyList<string> Of(string name) => [.. Phrasings.Select(phrasing => phrasing.Replace("{0}", name))];

    /// <summary>The same phrasings of two classes; of other prompts only these themselves.</summary>
    public static IReadOnlyList<(string Concept, string Instead)> Pairs(string concept, string instead)
    {
        bool IsClass(string prompt) => Names.Contains(prompt, StringComparer.OrdinalIgnoreCase);
        return IsClass(concept) && IsClass(instead) ? [.. Of(concept).Zip(Of(instead))] : [(concept, instead)];
    }

    public static string Draw(int label, RandomStream random) =>
        random.NextDouble() < NullShare ? "" : Of(Names[label])[random.Next(Phrasings.Length)];

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
