using Lethe.Experiments.Tables;

namespace Lethe.Interactive.Formatting;

/// <summary>Shows <see cref="ResultTable"/>, which names this class.</summary>
internal sealed class ResultTableFormatterSource() : FormatterSource<ResultTable>(ResultTableFormat.Html, ResultTableFormat.Text);
