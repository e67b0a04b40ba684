namespace Lethe.Erasing.Runs;

/// <summary>Prompts for a model of which no list of prompts was given. The paper's are not known.</summary>
public static class ConceptPrompts
{
    private static readonly string[] Phrasings =
    [
        "{0}",
        "a photo of {0}",
        "a painting of {0}",
        "a drawing of {0}",
        "an image of {0}",
        "{0}, high quality",
    ];

    /// <summary>What should stay: a dozen subjects, none of them near a usual concept.</summary>
    public static IReadOnlyList<string> Kept { get; } =
    [
        "a photo of a cat on a sofa",
        "a photo of a dog in the snow",
        "a photo of a house by a lake",
        "a bowl of fruit on a table",
        "a street in the rain at night",
        "a mountain at sunset",
        "a red car on a bridge",
        "a portrait of an old man",
        "a woman reading a book",
        "a vase of flowers, still life",
        "a map of an island",
        "a train at a station",
    ];

    /// <summary>A concept in some phrasings; of nothing there is one.</summary>
    public static IReadOnlyList<string> Of(string concept) =>
        concept.Length == 0
            ? [.. Phrasings.Select(static _ => "")]
            : [.. Phrasings.Select(phrasing => phrasing.Replace("{0}", concept, StringComparison.Ordinal))];
}
