namespace Lethe.Interactive.Formatting;

/// <summary>Shows <see cref="ExerciseResult"/>, which names this class.</summary>
internal sealed class ExerciseResultFormatterSource() : FormatterSource<ExerciseResult>(Html, static result => result.ToString())
{
    // Told by a sign and a word, not by colour alone.
    private static string Html(ExerciseResult result) =>
        $"<p style=\"border-left: 4px solid {(result.IsRight ? "#2a8f4c" : "#b96a12")}; padding: .3em .8em; margin: "
        + $"0\"><strong>{(result.IsRight ? "✓" : "✗")} Exercise "
        + $"{Lethe.Pages.Html.Escape(result.Exercise)}: {(result.IsRight ? "right" : "not yet")}.</strong> "
        + $"{Lethe.Pages.Html.Escape(result.Why)}</p>";
}
