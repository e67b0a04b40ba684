namespace Lethe.Erasing.Runs;

/// <summary>Prompts in a file: a line each, or of a .csv its column <c>prompt</c>, as the lists of COCO captions and of I2P have
/// it.</summary>
public static class PromptFile
{
    private const long MostBytes = 64 << 20;

    private const string Column = "prompt";

    /// <returns>At least one; empty lines are left out, all else is as it stands there.</returns>
    /// <exception cref="LetheException">Not there (<see cref="ExitCode.NotFound"/>), or without prompts, without such a column, or no text
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw LetheException.NotFound($"There is no file of prompts {path}.");
        }
        if (file.Length > MostBytes)
        {
            throw LetheException.BadFile($"{path} is larger than any list of prompts: {file.Length >> 20} MB.");
        }
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw LetheException.BadFile($"Cannot read the prompts in {path}: {error.Message}", error);
        }
        var found = (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? OfCsv(text, path) : text.Split('\n'))
            .Select(static prompt => prompt.Trim())
            .Where(static prompt => prompt.Length > 0)
            .ToList();
        return found.Count == 0 ? throw LetheException.BadFile($"There are no prompts in {path}.")
            : found.SelectMany(static prompt => prompt).Any(static letter => char.IsControl(letter) && letter is not ('\t' or '\n' or '\r'))
                ? throw LetheException.BadFile($"{path} is not a list of prompts: it contains control characters.")
            : found;
    }

    private static IEnumerable<string> OfCsv(string text, string path)
    {
        var rows = Rows(text, path);
        var column = rows[0].FindIndex(static name => name.Trim().Equals(Column, StringComparison.OrdinalIgnoreCase));
        return column < 0
            ? throw LetheException.BadFile($"{path} has no column named '{Column}' in its first line.")
            : rows.Skip(1).Where(row => row.Count > column).Select(row => row[column]);
    }

    // RFC 4180: fields within quotes may hold commas, line ends and doubled quotes.
    private static List<List<string>> Rows(string text, string path)
    {
        var (rows, field, isQuoted) = (new List<List<string>> { new() }, new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when isQuoted && i + 1 < text.Length && text[i + 1] == '"':
                    field.Append(text[++i]);
                    break;
                case '"' when isQuoted || field.Length == 0:
                    isQuoted = !isQuoted;
                    break;
                case ',' or '\n' when !isQuoted:
                    rows[^1].Add(field.ToString());
                    field.Clear();
                    if (text[i] == '\n')
                    {
                        rows.Add([]);
                    }
                    break;
                case '\r' when !isQuoted:
                    break;
                default:
                    field.Append(text[i]);
                    break;
            }
        }
        rows[^1].Add(field.ToString());
        return isQuoted ? throw LetheException.BadFile($"{path} has a quote that is not closed.") : rows;
    }
}
