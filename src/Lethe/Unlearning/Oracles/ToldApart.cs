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

    /// <summary>For images of the forgotten class, how likely it finds that class: what a service that forgot may not show.</summary>
    public const string Forgotten = "forgotten";

    /// <summary>For images of the other classes, how likely it finds their own.</summary>
    public const string Others = "others";

    public static IReadOnlyList<string> Views { get; } = [Answer, Kept, Forgotten, Others];

    private const int Ways = 10;

    /// <summary>How well the attack tells a network of one kind from one of the other: the mean area under its ROC curve over ten ways to
    /// halve both.</summary>
    /// <param name="view">Of <see cref="Views"/>.</param>
    /// <param name="unlearned">The same object as <paramref name="other"/> to hold two halves of one ensemble against each other.</param>
    /// <param name="oracle">The retrained ones, which name the class that <see cref="Kept"/> asks about.</param>
    public static double Auc(string view, EnsembleLogits unlearned, EnsembleLogits other, EnsembleLogits oracle, int forgetClass)
    {
        var (one, another) = view switch
        {
            Answer => (unlearned.Answers("D_tf"), other.Answers("D_tf")),
            Kept => (unlearned.KeptMargins("D_tf", oracle, forgetClass), other.KeptMargins("D_tf", oracle, forgetClass)),
            Forgotten => (unlearned.Margins("D_tf"), other.Margins("D_tf")),
            Others => (unlearned.Margins("D_tr"), other.Margins("D_tr")),
            _ => throw new ArgumentException($"There is no view {view}.", nameof(view)),
        };
        int? classes = view == Answer ? unlearned.Classes : null;
        return Enumerable.Range(0, Ways).Average(way => Single(one, another, ReferenceEquals(unlearned, other), way, classes).NetworkAuc);
    }

    /// <summary>The attack one way.</summary>
    /// <param name="areOne">Whether both are one ensemble, whose halves are then held against each other.</param>
    /// <param name="way">Which of many ways to halve.</param>
    /// <param name="classes">How many, where scores are classes; null where they are margins.</param>
    public static LikelihoodAttack Single(EnsembleScores one, EnsembleScores other, bool areOne, int way = 0, int? classes = null)
    {
        var (left, right) = areOne ? one.Halves(RandomStream.For(way, "halves")) : (one, other);
        return classes is { } count ? LikelihoodAttack.OfAnswers(left, right, count, way) : LikelihoodAttack.OfMargins(left, right, way);
    }
}
