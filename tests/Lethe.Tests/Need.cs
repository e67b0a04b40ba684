using System.Diagnostics.CodeAnalysis;

namespace Lethe.Tests;

/// <summary>
/// What tests need and a machine may lack. Without it they are skipped, and counted for the closing line. Where
/// <c>LETHE_REQUIRE_CLIENTS</c> is 1, as in <c>.ci/run</c>, a
/// missing package is a failure.
/// </summary>
internal static class Need
{
    private static readonly SortedDictionary<string, int> Packages = new(StringComparer.Ordinal);
    private static readonly SortedDictionary<string, int> Others = new(StringComparer.Ordinal);

    /// <summary>How many tests were skipped so far, and what to install to run them; null if none was.</summary>
    public static string? Summary
    {
        get
        {
            lock (Packages)
            {
                return Describe(Packages, Others);
            }
        }
    }

    /// <summary>Skips the calling test without something that Debian packages.</summary>
    /// <param name="isThere">Whether it is here.</param>
    /// <param name="packages">As <c>apt-get install</c> wants them, with a space between.</param>
    /// <param name="why">One sentence.</param>
    public static void Package([DoesNotReturnIf(false)] bool isThere, string packages, string why)
    {
        if (!isThere && Environment.GetEnvironmentVariable("LETHE_REQUIRE_CLIENTS") == "1")
        {
            Assert.Fail($"{why} LETHE_REQUIRE_CLIENTS=1 asks for it: apt-get install {packages}");
        }
        SkipUnless(isThere, Packages, packages, why);
    }

    /// <summary>Skips the calling test without something that no package brings: a device, a file under a licence of its own.</summary>
    /// <param name="isThere">Whether it is here.</param>
    /// <param name="what">A few words, for the closing line.</param>
    /// <param name="why">One sentence.</param>
    public static void Other([DoesNotReturnIf(false)] bool isThere, string what, string why) => SkipUnless(isThere, Others, what, why);

    internal static string? Describe(IReadOnlyDictionary<string, int> packages, IReadOnlyDictionary<string, int> others)
    {
        var wanted =
            packages.Count == 0
                ? ""
                : $"{Tests(packages)} for want of packages: {List(packages)}. To run them: apt-get install "
                    + $"{string.Join(' ', packages.Keys.SelectMany(static names => names.Split(' ')).Distinct())}.";
        var more = others.Count == 0 ? "" : $"{Tests(others)} for want of what no package brings: {List(others)}.";
        return wanted.Length + more.Length == 0
            ? null
            : $"Skipped: {wanted}{(wanted.Length > 0 && more.Length > 0 ? " Skipped: " : "")}{more}";

        static string Tests(IReadOnlyDictionary<string, int> counts) =>
            counts.Values.Sum() is 1 ? "1 test" : $"{counts.Values.Sum()} tests";

        static string List(IReadOnlyDictionary<string, int> counts) =>
            string.Join(", ", counts.Select(static one => $"{one.Key} ({one.Value})"));
    }

    private static void SkipUnless([DoesNotReturnIf(false)] bool isThere, SortedDictionary<string, int> counts, string what, string why)
    {
        if (!isThere)
        {
            lock (Packages)
            {
                counts[what] = counts.GetValueOrDefault(what) + 1;
            }
            Assert.Skip(why);
        }
    }
}
