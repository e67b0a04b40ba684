using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lethe.Notebooks;
using Lethe.Notebooks.Gallery;
using Lethe.Tests.Experiments;

namespace Lethe.Kernel.Tests.Notebooks.Gallery;

public sealed partial class GalleryIndexTests
{
    private static readonly Dictionary<string, string> Smoke = new() { ["profile"] = "smoke" };

    [Fact]
    public void An_index_is_as_approved() =>
        Snapshot.Match(
            Masked(
                GalleryIndex.Render(
                    new(
                        new DateTimeOffset(2026, 11, 24, 9, 5, 0, TimeSpan.Zero),
                        false,
                        "0123456789abcdef0123456789abcdef01234567",
                        true,
                        "A processor, 2 cores, 8 GiB",
                        Smoke
                    ),
                    [
                        Entry(
                            "01_a.ipynb",
                            "The first & best",
                            "What there is to see.",
                            Report(NotebookStatus.Ok, Cell(1, CellState.Ok, 65), Cell(2, CellState.Skipped, 0))
                        ),
                        Entry(
                            "02_b <i>.ipynb",
                            "A <script>alert(\"1\")</script> title",
                            null,
                            Report(
                                NotebookStatus.Failed,
                                Cell(1, CellState.Ok, 0.25),
                                Cell(2, CellState.Failed, 11, "InvalidOperationException: a < b\nsecond line"),
                                Cell(3, CellState.NotRun, 0)
                            )
                        ),
                        Entry(
                            "03_c.ipynb",
                            null,
                            "No title.",
                            Report(NotebookStatus.TimedOut, Cell(1, CellState.TimedOut, 1.5, "took longer than 1.5 s"))
                        ),
                        Entry(
                            "04_d.ipynb",
                            "Stopped",
                            null,
                            Report(NotebookStatus.Interrupted, Cell(1, CellState.Interrupted, 3, "KeyboardInterrupt: "))
                        ),
                        Entry(
                            "05_e.ipynb",
                            "Not begun",
                            null,
                            Report(
                                NotebookStatus.BadParameter,
                                Cell(0, CellState.Failed, 0, "ended with exit code 5 before the notebook did")
                            )
                        ),
                    ]
                )
            ),
            "gallery-index",
            "Notebooks"
        );

    [Fact]
    public void An_index_of_notebooks_as_saved_says_so() =>
        Snapshot.Match(
            Masked(
                GalleryIndex.Render(
                    new(new DateTimeOffset(2026, 11, 24, 9, 5, 0, TimeSpan.Zero), true, null, null, null, new Dictionary<string, string>()),
                    [new("00_start.ipynb", new("Start here", "All of it.", true), "data:,", Smoke, EntryStatus.Saved)]
                )
            ),
            "gallery-index-saved",
            "Notebooks"
        );

    [Fact]
    public void A_picture_that_is_none_gives_way_to_a_drawn_one()
    {
        var picture = new JsonObject
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { ["image/png"] = "AA\"><script>alert(1)</script>" },
        };
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(picture);
        var html = GalleryIndex.Render(
            new(default, true, null, null, null, Smoke),
            [GalleryEntry.Of("a.ipynb", Sample.Notebook(cell), EntryStatus.Saved)]
        );

        Assert.Contains("<div class=\"picture\"><img src=\"data:image/svg+xml;base64,", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min 00 s")]
    [InlineData(3725, "62 min 05 s")]
    public void Time_is_said_as_a_person_would(double seconds, string words) => Assert.Equal(words, EntryStatus.Duration(seconds));

    private static GalleryEntry Entry(string file, string? title, string? sentence, RunReport report) =>
        new(file, new(title, sentence, title is not null), "data:,", Smoke, EntryStatus.Of(report));

    private static RunReport Report(NotebookStatus status, params CellReport[] cells) => new("in", "out", status, cells);

    private static CellReport Cell(int index, CellState state, double seconds, string? error = null) =>
        new(index, "id", "code", state, seconds, error);

    private static string Masked(string html) => Style().Replace(html, "<style>…</style>");

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
