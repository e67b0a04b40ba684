namespace Lethe.Notebooks.Grading;

/// <summary>What became of a hand-in.</summary>
/// <param name="Exercises">One a check of the teacher's notebook, in its order.</param>
/// <param name="Trouble">Why it was not run to its end, in words for the student; null if it was.</param>
public sealed record Grade(HandIn HandIn, IReadOnlyList<GradedExercise> Exercises, string? Trouble)
{
    public int Right => Exercises.Count(static exercise => exercise.IsRight);
}
