using System.Globalization;

namespace Lethe.Tests.Interactive;

/// <summary>A thread that writes numbers as de-DE does, until disposed. The culture itself is not there: the kit runs without
/// ICU.</summary>
internal sealed class GermanNumbers : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    public GermanNumbers() =>
        CultureInfo.CurrentCulture = new("")
        {
            NumberFormat =
            {
                NumberDecimalSeparator = ",",
                NumberGroupSeparator = ".",
                PercentDecimalSeparator = ",",
                NegativeSign = "minus ",
            },
            DateTimeFormat = { ShortDatePattern = "dd.MM.yyyy" },
        };

    public void Dispose() => CultureInfo.CurrentCulture = before;
}
