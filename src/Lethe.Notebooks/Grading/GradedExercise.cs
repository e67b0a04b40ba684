namespace Lethe.Notebooks.Grading;

/// <summary>What a check said.</summary>
/// <param name="Name">The exercise's number, or the check's first line if it never came to say it.</param>
/// <param name="Why">Why it is right or not yet, or what kept the check from running.</param>
public sealed record GradedExercise(string Name, bool IsRight, string Why);
