using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Interactive.Runs;

namespace Lethe.Cli.Erase;

/// <summary>The result in a terminal or a file: what became of each prompt, then what it means.</summary>
internal static class EraseView
{
    public static void Write(Terminal terminal, EraseResult result, string folder)
    {
        terminal.Out.WriteLine($"{EraseText.Title(result)}, by {result.Method.Title}:");
        var changes = result.Measures.Neighbours.Neighbours.Prepend(result.Measures.Erased).Append(result.Measures.Nothing);
        if (result.HasDetector)
        {
            PlainTable.Write(
                terminal,
                ["Prompt", "", "Recognised", "After", "Points", "SSIM", "Distance"],
                changes.Select(change =>
                    (string[])
                        [
                            EraseText.Name(change.Prompt),
                            EraseText.Role(change.Prompt.Role),
                            EraseText.Percent(change.AccuracyBefore),
                            EraseText.Percent(change.AccuracyAfter),
                            EraseText.Points(change.Lost),
                            Three(change.Similarity),
                            Numbers.Invariant($"{change.Distance:F1}"),
                        ]
                )
            );
        }
        else
        {
            PlainTable.Write(
                terminal,
                ["Prompt", "", "SSIM"],
                changes.Select(change =>
                    (string[])[EraseText.Name(change.Prompt), EraseText.Role(change.Prompt.Role), Three(change.Similarity)]
                )
            );
        }
        foreach (var sentence in EraseText.Sentences(result).Concat(EraseText.Cautions(result)))
        {
            terminal.Out.WriteLine(sentence);
        }
        terminal.Out.WriteLine(
            $"Erasing {Numbers.Seconds(result.ErasingSeconds)}, measuring {Numbers.Seconds(result.MeasuringSeconds)}. Written "
                + $"to {folder}: {EraseFolder.DeltaName} ({Numbers.Bytes(result.Bytes)}), {EraseFolder.GridName}, "
                + $"{EraseFolder.PageName}, {EraseFolder.JsonName}"
        );
    }

    private static string Three(double value) => Numbers.Invariant($"{value:F3}");
}
