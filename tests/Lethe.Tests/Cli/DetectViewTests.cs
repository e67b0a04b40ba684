using System.Text;
using Lethe.Cli.Detect;
using Lethe.Cli.Output;
using Lethe.Detection.Verdicts;
using Lethe.Faces;
using Lethe.Runtime;
using Lethe.Tests.Detection.Verdicts;
using Lethe.Tests.Experiments;
using Spectre.Console;

namespace Lethe.Tests.Cli;

public sealed class DetectViewTests
{
    private static readonly UnsureBand Band = new(0.3, 0.7);

    [Theory]
    [InlineData(0, "▁")]
    [InlineData(0.5, "▅")]
    [InlineData(1, "█")]
    public void A_cell_says_by_height_colour_and_number(double probability, string bar)
    {
        var cell = DetectView.Cell(new(StripPoint.Jpeg, 75, probability), Band);
        Assert.Contains(bar, cell, StringComparison.Ordinal);
        Assert.EndsWith($"]{100 * probability, -3:0}", cell, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdicts_are_drawn_for_a_person() =>
        Snapshot.Match(
            Drawn(110, [Picture(), Video(), new("empty.png") { Refusal = "The file is empty.", Code = ExitCode.BadFile }]),
            "detect-view",
            "Cli"
        );

    // Long names, many faces, all points of the strip.
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void They_fit_the_terminal(int width)
    {
        var long1 = Picture() with
        {
            Path = "/home/somebody/pictures/of last summer/in the mountains/IMG_20260714_1832_a_group_of_people_at_the_lake.jpg",
        };
        FileVerdict[] files =
        [
            long1.With(
                [
                    new(
                        0,
                        [
                            .. Enumerable
                                .Range(0, 12)
                                .Select(static i =>
                                    Face(new(1000 + i, 1080, 90, 90), 0.09 * i, [0.5, 1, 0.94, 0.9, 0.6, 0.5, 0.4, 0.3, null])
                                ),
                        ]
                    )
                    {
                        LeftOut = 3,
                    },
                ],
                Band
            ),
            Video() with
            {
                Path = "film-of-the-speech-as-it-was-sent-around-by-everybody-and-their-friends.mp4",
            },
        ];
        var drawn = Drawn(width, files);
        Assert.All(drawn.Split('\n'), line => Assert.True(line.Length <= width, line));
        Snapshot.Match(drawn, $"detect-view-{width}", "Cli");
    }

    [Theory]
    [InlineData(new ExitCode[0], ExitCode.Ok)]
    [InlineData(new[] { ExitCode.Ok, ExitCode.Ok }, ExitCode.Ok)]
    [InlineData(new[] { ExitCode.Ok, ExitCode.BadFile }, ExitCode.Failed)]
    [InlineData(new[] { ExitCode.BadFile, ExitCode.BadFile }, ExitCode.BadFile)]
    [InlineData(new[] { ExitCode.Failed }, ExitCode.Failed)]
    [InlineData(new[] { ExitCode.BadFile, ExitCode.NotFound }, ExitCode.Failed)]
    public void The_exit_code_says_what_could_not_be_done(ExitCode[] codes, ExitCode whole) =>
        Assert.Equal(
            whole,
            new ExamineResult(
                TestPackage.Facts,
                Band,
                "haar",
                [.. codes.Select(static code => new FileVerdict("x") { Code = code, Refusal = code == ExitCode.Ok ? null : "no" })],
                0
            ).Code
        );

    private static string Drawn(int width, FileVerdict[] files)
    {
        var screen = new Screen(width);
        var console = AnsiConsole.Create(
            new()
            {
                Out = screen,
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Enrichment = new() { UseDefaultEnrichers = false },
            }
        );
        console.Profile.Capabilities.Unicode = true;
        DetectView.Write(new Terminal(console, console), new(TestPackage.Facts, Band, "haar", files, 2));
        return string.Join('\n', screen.Writer.ToString()!.Split('\n').Select(static line => line.TrimEnd()));
    }

    private static FileVerdict Picture() =>
        new FileVerdict("holiday [1].jpg")
        {
            Format = "JPEG",
            Width = 640,
            Height = 480,
            Notes = ["Named like JPEG, but is PNG."],
        }.With(
            [
                new(
                    0,
                    [
                        Face(new(100, 80, 90, 90), 0.95, [0.95, 0.94, 0.9, 0.6, null]),
                        Face(new(300, 90, 40, 40), 0.1, [0.1, 0.1, 0.12, 0.2, null]) with
                        {
                            Notes = ["This face is only 40 pixels large: little to judge by."],
                        },
                    ]
                ),
            ],
            Band
        );

    private static FileVerdict Video() =>
        new FileVerdict("speech.mp4") { Format = "MP4", IsVideo = true }.With(
            [new(0, [Face(new(1, 2, 90, 90), 1, [1, 1, 1, 1, 1])]), new(9, [])],
            Band
        );

    private static FaceVerdict Face(FaceBox box, double probability, double?[] strip) =>
        new(
            box,
            1,
            probability,
            Band.Of(probability),
            new(
                [
                    .. strip.Select(
                        (p, i) =>
                            i == 0
                                ? new StripPoint(StripPoint.Original, 0, p)
                                : Point(i, strip.Length, p, p is null ? "not measured (no ffmpeg)" : null)
                    ),
                ],
                Band
            ),
            [],
            []
        );

    private static StripPoint Point(int i, int count, double? probability, string? why) =>
        count > 5
            ? new(i < 7 ? StripPoint.Jpeg : StripPoint.Crf, ((int[])[0, 95, 90, 75, 60, 45, 30, 23, 40])[i], probability, why)
            : new(i < 4 ? StripPoint.Jpeg : StripPoint.Crf, ((int[])[0, 90, 60, 30, 40])[i], probability, why);

    private sealed class Screen(int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer { get; } = new StringWriter { NewLine = "\n" };

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 40;

        public void SetEncoding(Encoding encoding) { }
    }
}
