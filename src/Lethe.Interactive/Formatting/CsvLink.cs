using System.Buffers;
using System.Text;

namespace Lethe.Interactive.Formatting;

/// <summary>A link that saves a table as a file; the file is in the link, so it works without a kernel and without a network.</summary>
internal static class CsvLink
{
    // Whatever neither a URL nor an attribute gives a meaning to stays as it is, so that a person can read the numbers in a notebook's
    // diff.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,;:=/()!*@"u8
    );

    /// <param name="name">The file's name without its ending.</param>
    public static Html Of(string csv, string name)
    {
        var file = string.Concat(name.Select(static letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
        return $"<a download=\"{file}.csv\" href=\"data:text/csv;charset=utf-8,{Html.Raw(Encode(csv))}\">CSV</a>";
    }

    private static string Encode(string csv)
    {
        var text = new StringBuilder(csv.Length * 9 / 8);
        foreach (var unit in Encoding.UTF8.GetBytes(csv))
        {
            _ = Plain.Contains(unit) ? text.Append((char)unit) : text.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }
        return text.ToString();
    }
}
