namespace Lethe.Runtime;

/// <summary>What somebody probably meant who wrote a word that is not known.</summary>
internal static class NearestWord
{
    /// <summary>The word that takes the fewest letters put in, left out or changed; null if it takes more than a third of them.</summary>
    public static string? To(string word, IEnumerable<string> known) =>
        known
            .Select(one => (Word: one, Distance: Distance(word, one)))
            .Where(one => 3 * one.Distance <= Math.Max(word.Length, one.Word.Length))
            .OrderBy(static one => one.Distance)
            .Select(static one => one.Word)
            .FirstOrDefault();

    // Levenshtein's, a row of the table at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }
        return row[^1];
    }
}
