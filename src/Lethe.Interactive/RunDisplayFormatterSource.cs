using Lethe.Interactive.Formatting;

namespace Lethe.Interactive;

/// <summary>Shows <see cref="RunDisplay"/>, which names this class.</summary>
internal sealed class RunDisplayFormatterSource()
    : FormatterSource<RunDisplay>(static run => run.Read(RunFormat.Html), static run => run.Read(RunFormat.Text));
