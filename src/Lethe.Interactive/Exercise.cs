namespace Lethe.Interactive;

/// <summary>Says whether the answer to an exercise is right, and why: what a cell tagged <c>check</c> calls.</summary>
public static class Exercise
{
    /// <param name="isRight">What must hold of the answer.</param>
    /// <param name="right">Why it is so; said of a right answer.</param>
    /// <param name="wrong">What to look at again; said of any other.</param>
    public static ExerciseResult Check(string exercise, bool isRight, string right, string wrong) =>
        new(exercise, isRight, isRight ? right : wrong);

    /// <summary>An answer that is the letter of a choice.</summary>
    /// <param name="answer">A letter, large or small; null or empty if nothing was chosen yet.</param>
    /// <param name="choices">Each letter, and what is said to those who choose it.</param>
    public static ExerciseResult Choose(string exercise, string? answer, string correct, params (string Letter, string Why)[] choices)
    {
        var letter = answer?.Trim();
        foreach (var choice in choices)
        {
            if (choice.Letter.Equals(letter, StringComparison.OrdinalIgnoreCase))
            {
                return new(exercise, choice.Letter.Equals(correct, StringComparison.OrdinalIgnoreCase), choice.Why);
            }
        }
        return new(exercise, false, $"Answer with one of {string.Join(", ", choices.Select(static choice => choice.Letter))}.");
    }
}
