using Lethe.Interactive.Formatting;

namespace Lethe.Interactive;

/// <summary>Shows <see cref="ExperimentResults"/>, which names this class.</summary>
internal sealed class ExperimentResultsFormatterSource()
    : FormatterSource<ExperimentResults>(
        static results => ResultTableFormat.Html(results.Tables),
        static results => ResultTableFormat.Text(results.Tables)
    );
