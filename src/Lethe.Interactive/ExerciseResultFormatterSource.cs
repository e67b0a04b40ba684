using Lethe.Interactive.Formatting;

namespace Lethe.Interactive;

/// <summary>Shows <see cref="ExerciseResult"/>, which names this class.</summary>
internal sealed class ExerciseResultFormatterSource() : FormatterSource<ExerciseResult>(Shown, static result => result.ToString())
{
    // Told by a sign and a word, not by colour alone.
    private static Html Shown(ExerciseResult result) =>
        $"<p style=\"border-left: 4px solid {(result.IsRight ? "#2a8f4c" : "#b96a12")}; padding: .3em .8em; margin: 0\"><strong>"
        + $"{(result.IsRight ? "✓" : "✗")} Exercise {result.Exercise}: {(result.IsRight ? "right" : "not yet")}.</strong> {result.Why}</p>";
}
