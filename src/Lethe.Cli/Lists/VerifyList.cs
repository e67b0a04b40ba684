using Lethe.Experiments.Records;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Lists;

/// <summary>What <c>lethe verify</c> finds of falsified records and says of honest ones: the record of its proof.</summary>
internal static class VerifyList
{
    private const int Most = 1 << 20; // bytes

    public static IReadOnlyList<string> Columns { get; } = ["Records", "How many", "Refuted", "Called unlikely", "Passed"];

    private sealed record Row(string Name, string Title, int Records, int Refuted, int Unlikely, int Passed);

    public static IEnumerable<(string Name, string[] Row)> Entries()
    {
        var folder = KitRecords.InCheckout("results") ?? throw LetheException.NotFound("There is no folder results here or above.");
        using var file = JsonFile.Read(Path.Combine(folder, "verify.json"), Most);
        return
        [
            .. JsonOutput
                .Read<Row[]>(file.RootElement.GetProperty("results"))
                .Select(static one =>
                    (
                        one.Name,
                        (string[])
                            [
                                one.Title,
                                .. ((int[])[one.Records, one.Refuted, one.Unlikely, one.Passed]).Select(static n => Invariant($"{n}")),
                            ]
                    )
                ),
        ];
    }
}
