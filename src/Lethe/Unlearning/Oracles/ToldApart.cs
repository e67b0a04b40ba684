using Lethe.Metrics.Ensembles;

namespace Lethe.Unlearning.Oracles;

/// <summary>
/// Can one network be told from another kind by its answers to test images? Four views of the answers, each with an attack that knows a
/// hundred networks of both kinds.
/// </summary>
public static class ToldApart
{
    /// <summary>The class that it names for images of the forgotten class, no number.</summary>
    public const string Answer = "answer";

    /// <summary>For images of the forgotten class, how sure it is among the other classes.</summary>
    public const string Kept = "kept";

    /// <summary>For images of the forgotten class, how likely it finds that class: what a service that has forgotten it may not show.</summary>
    public const string Forgotten = "forgotten";

    /// <summary>For images of the other classes, how likely it finds their own.</summary>
    public const string Others = "others";

    public static IReadOnlyList<string> Views { get; } = [Answer, Kept, Forgotten, Others];

    /// <param name="unlearned">The same object as <paramref name="other"/> to hold two halves of one ensemble against each other.</param>
    /// <param name="oracle">The retrained ones, which name the class that <see cref="Kept"/> asks about.</param>
    public static IEnumerable<(string View, LikelihoodAttack Attack)> Of(
        EnsembleLogits unlearned,
        EnsembleLogits other,
        EnsembleLogits oracle,
        int forgetClass
    )
    {
        yield return (Answer, Between(unlearned.Answers("D_tf"), other.Answers("D_tf"), unlearned.Classes));
        yield return (
            Kept,
            Between(unlearned.KeptMargins("D_tf", oracle, forgetClass), other.KeptMargins("D_tf", oracle, forgetClass), null)
        );
        yield return (Forgotten, Between(unlearned.Margins("D_tf"), other.Margins("D_tf"), null));
        yield return (Others, Between(unlearned.Margins("D_tr"), other.Margins("D_tr"), null));

        LikelihoodAttack Between(EnsembleScores one, EnsembleScores another, int? classes)
        {
            var (left, right) = Sides(one, another, ReferenceEquals(unlearned, other));
            return classes is { } count ? LikelihoodAttack.OfAnswers(left, right, count) : LikelihoodAttack.OfMargins(left, right);
        }
    }

    /// <summary>Both ensembles; the two halves where they are one.</summary>
    internal static (EnsembleScores One, EnsembleScores Other) Sides(EnsembleScores one, EnsembleScores other, bool areOne) =>
        areOne ? one.Halves(RandomStream.For(0, "halves")) : (one, other);
}
