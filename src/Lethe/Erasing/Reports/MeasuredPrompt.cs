using Lethe.Erasing.Fashion;

namespace Lethe.Erasing.Reports;

/// <summary>Something whose pictures are looked at before and after an erasing.</summary>
/// <param name="Name">For people; empty for the null prompt.</param>
/// <param name="Phrasings">Prompts for it, in turn from picture to picture.</param>
/// <param name="Block">Its pictures' seeds are <see cref="FashionWorld.SeedOf"/> this number.</param>
/// <param name="Class">Of <see cref="FashionPrompts.Names"/>; null for none.</param>
public sealed record MeasuredPrompt(string Name, PromptRole Role, IReadOnlyList<string> Phrasings, int Block, int? Class = null)
{
    /// <summary>For a model of which nothing is known: things that most erasings should leave alone.</summary>
    public static IReadOnlyList<string> Everyday { get; } =
    ["a photo of a person", "a photo of a cat", "a photo of a house", "an oil painting of a landscape"];

    public string PhrasingOf(int picture) => Phrasings[picture % Phrasings.Count];

    /// <summary>For the small model: the concept, what came in its place, every other class, the null prompt.</summary>
    /// <param name="concept">A prompt that names one class.</param>
    /// <param name="instead">A prompt, or empty for the null prompt.</param>
    /// <exception cref="LetheException">The concept names no class or several, or a word is not known
    /// (<see cref="ExitCode.Usage"/>).</exception>
    public static IReadOnlyList<MeasuredPrompt> OfFashion(string concept, string instead)
    {
        var names = FashionPrompts.Names;
        var erased = FashionPrompts.ClassIn(concept) ?? FashionPrompts.ClassOf(concept);
        var replacement = FashionPrompts.ClassIn(instead);
        if (replacement == erased)
        {
            throw LetheException.Usage(
                $"'{instead}' still speaks of '{names[erased]}', which is to be erased. Name something else to come in its place."
            );
        }
        PromptRole RoleOf(int label) =>
            label == erased ? PromptRole.Erased
            : label == replacement ? PromptRole.Instead
            : PromptRole.Kept;
        return
        [
            .. names
                .Select((name, label) => new MeasuredPrompt(name, RoleOf(label), FashionPrompts.Of(name), label, label))
                .OrderBy(static prompt => prompt.Role),
            .. replacement is null ? Replacement(instead, names.Count + 1) : [],
            Nothing(names.Count),
        ];
    }

    /// <summary>For any model: the concept, what came in its place, prompts to be kept, the null prompt.</summary>
    public static IReadOnlyList<MeasuredPrompt> Of(string concept, string instead, IReadOnlyList<string> kept) =>
        [
            new(concept, PromptRole.Erased, [concept], 0),
            .. Replacement(instead, 1),
            .. kept.Select(static (prompt, i) => new MeasuredPrompt(prompt, PromptRole.Kept, [prompt], i + 3)),
            Nothing(2),
        ];

    private static MeasuredPrompt[] Replacement(string instead, int block) =>
        string.IsNullOrWhiteSpace(instead) ? [] : [new(instead, PromptRole.Instead, [instead], block)];

    private static MeasuredPrompt Nothing(int block) => new("", PromptRole.Nothing, [""], block);
}
