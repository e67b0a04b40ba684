using Lethe.Interactive.Formatting;

namespace Lethe.Interactive.Widgets;

/// <summary>Shows any <see cref="Widget"/>, which names this class, as its picture; the kit's kernel adds the live view.</summary>
internal sealed class WidgetFormatterSource() : FormatterSource<Widget>(static widget => widget.Html(), static widget => widget.ToString());
