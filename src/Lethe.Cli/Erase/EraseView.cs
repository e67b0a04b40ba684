using Lethe.Cli.Views;
using Lethe.Erasing.Reports;
using Lethe.Erasing.Runs;
using Lethe.Interactive.Runs;

namespace Lethe.Cli.Erase;

/// <summary>The result in a terminal or a file: what became of each prompt, then what it means.</summary>
internal static class EraseView
{
    public static void Write(Terminal terminal, ErasureResult result, string folder)
    {
        terminal.Out.WriteLine($"{EraseText.Title(result)}, by {result.Method.Title}:");
        string[] headings = result.HasDetector
            ? ["Prompt", "", "Recognised", "After", "Points", "SSIM", "Distance"]
            : ["Prompt", "", "SSIM"];
        PlainTable.Write(terminal, headings, EraseText.Rows(result).Select(Row));
        foreach (var sentence in EraseText.Sentences(result).Concat(EraseText.Cautions(result)))
        {
            terminal.Out.WriteLine(sentence);
        }
        terminal.Out.WriteLine(
            $"Erasing {Numbers.Seconds(result.ErasingSeconds)}, measuring {Numbers.Seconds(result.MeasuringSeconds)}. Written "
                + $"to {folder}: {EraseFolder.DeltaName} ({Numbers.Bytes(result.Bytes)}), {EraseFolder.GridName}, "
                + $"{EraseFolder.PageName}, {EraseFolder.JsonName}"
        );

        string[] Row(PromptChange change)
        {
            var (name, role) = (EraseText.Name(change.Prompt), EraseText.Role(change.Prompt.Role));
            var alike = Numbers.Invariant($"{change.Similarity:F3}");
            return result.HasDetector
                ?
                [
                    name,
                    role,
                    EraseText.Percent(change.AccuracyBefore),
                    EraseText.Percent(change.AccuracyAfter),
                    EraseText.Points(change.Lost),
                    alike,
                    Numbers.Invariant($"{change.Distance:F1}"),
                ]
                : [name, role, alike];
        }
    }
}
