using Lethe.Interactive.Charts;
using XPlot.Plotly;

namespace Lethe.Tests.Interactive.Charts;

/// <summary>A small chart of each kind, the same each time.</summary>
internal static class ChartSamples
{
    private static readonly string[] Classes =
    [
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ];

    public static IReadOnlyDictionary<string, Func<PlotlyChart>> All { get; } =
        new Dictionary<string, Func<PlotlyChart>>
        {
            ["grouped-bars"] = Bars,
            ["lines"] = CurveLines,
            ["lines-log"] = () => Lines.Draw([new("Fisher", [1, 2, 3, 4], [12.5, 230, 4_100, 51_000])], "Noise scale", "Loss", isLog: true),
            ["scatter-by-class"] = () => Scatter(60),
            ["heat-map"] = Heat,
            ["heat-map-diverging"] = () =>
                HeatMap.Draw(
                    new double[,]
                    {
                        { -2.5, 0.1 },
                        { 0, double.NaN },
                    },
                    ["LAU", "Fisher"],
                    ["D_r", "D_f"],
                    "Difference (points)",
                    format: "+0.0;−0.0;0"
                ),
            ["distributions"] = Spread,
            ["image-grid"] = () => Images(5),
            ["before-after"] = () => BeforeAfter.Draw([("before", Loss(1)), ("after", Loss(3))]),
            ["before-after-image"] = () => BeforeAfter.Draw([("before", Sloped(0)), ("after", Sloped(3))], "One image"),
            ["boundary-map"] = Boundary,
            ["training-curves"] = Training,
        };

    public static PlotlyChart Bars() =>
        GroupedBars.Draw(
            ["Original", "Retrain", "Negative gradient", "LAU"],
            [
                new("VGG16", [93.1, 92.8, 60.2, 91.7]) { Deviations = [0.2, 0.4, 6.1, 0.9], Published = [93.5, 93.1, null, 92.2] },
                new("ResNet18", [94.4, 94.1, 71.9, 93.6]) { Deviations = [0.1, 0.2, 4.8, 0.3], Published = [94.7, 94.5, null, 94.5] },
                new("ResNet50", [94.9, double.NaN, 66, 94]) { Published = [95, 94.8, null, 94.9] },
            ],
            "Accuracy on D_r (%)",
            "Accuracy on the remaining training images after forgetting one class of Fashion-MNIST, mean ± std of 3 seeds"
        );

    public static PlotlyChart Scatter(int count) =>
        ScatterByClass.Draw(
            [Cloud("before", count, 0), Cloud("after LAU", count, 1)],
            Classes,
            highlight: 3,
            title: "t-SNE of the features"
        );

    private static PlotlyChart CurveLines() =>
        Lines.Draw(
            [
                new("LAU", [0, 1, 2, 3, 4, 5], [0, 41.3, 60.2, 72, 77.5, 80.1]) { Deviations = [0, 5, 4, 3, 2, 1.5] },
                new("Retrain", [0, 1, 2, 3, 4, 5], [0, 22, double.NaN, 58, 66, 71]),
            ],
            "Relearning epoch",
            "Accuracy on D_f (%)",
            "How fast the forgotten class comes back"
        );

    private static PlotlyChart Heat()
    {
        var values = new double[Classes.Length, Classes.Length];
        for (var row = 0; row < Classes.Length; row++)
        {
            for (var column = 0; column < Classes.Length; column++)
            {
                values[row, column] = row == column ? 90 - (3 * row) : (row * 7 + column * 3) % 10;
            }
        }
        return HeatMap.Draw(
            values,
            Classes,
            Classes,
            "Share of the row (%)",
            "Confusion matrix of the original model",
            "Predicted class",
            "True class"
        );
    }

    // Ten values so near that they would lie on each other, one alone, none, and one that is not known.
    private static PlotlyChart Spread() =>
        Distributions.Draw(
            [
                new(
                    "spatial",
                    [.. Enumerable.Range(0, 10).Select(static i => (99 + (i * 0.05), $"D{i}")), (88.3, "MLAC"), (double.NaN, "FFD")]
                ),
                new("frequency", [(98.1, "F3-Net")]),
                new("special artefacts", []),
            ],
            "AUC (%)",
            "Scores on FF++"
        );

    private static PlotlyChart Images(int count) =>
        ImageGrid.Draw(
            [.. Enumerable.Range(0, count).Select(Sloped)],
            [.. Enumerable.Range(0, count).Select(static i => i == 1 ? "Ankle boot, predicted as sneaker" : Classes[i])],
            columns: 3,
            title: "Forgotten images"
        );

    private static Picture Sloped(int i) =>
        i % 2 == 0
            ? Picture.Grey([.. Enumerable.Range(0, 28 * 28).Select(p => (byte)(((p % 28) + (p / 28)) * (i + 2)))], 28)
            : Picture.Rgb([.. Enumerable.Range(0, 28 * 28).SelectMany(p => (byte[])[(byte)(p % 28 * 9), (byte)(p / 28 * 9), 120])], 28);

    private static PlotlyChart Loss(double scale) => Lines.Draw([new("loss", [1, 2, 3], [scale, scale / 2, scale / 4])], "Epoch", "Loss");

    private static PlotlyChart Boundary()
    {
        var points = new ScatterPanel(
            "",
            [(-1.2, -0.8), (-0.6, 0.4), (0.7, -0.3), (1.1, 0.9), (0.2, 1.5), (-0.4, -1.6)],
            [0, 0, 1, 1, 2, 0]
        );
        return BoundaryMap.Draw(
            [Step(1), Step(2), Step(3)],
            (-2, 2),
            (-2, 2),
            points,
            ["retain", "forget", "other"],
            "Feature 1",
            "Feature 2",
            highlight: 1,
            title: "Decision regions"
        );

        static BoundaryStep Step(int epoch)
        {
            var regions = new int[40, 40];
            for (var row = 0; row < 40; row++)
            {
                for (var column = 0; column < 40; column++)
                {
                    regions[row, column] =
                        row + (epoch * 4) > 44 - (column / 4) ? 2
                        : column > 16 + epoch * 3 ? 1
                        : 0;
                }
            }
            return new($"epoch {epoch}", regions);
        }
    }

    private static PlotlyChart Training() =>
        TrainingCurves.Draw(
            [new("original", [2.1, 1.2, 0.8, 0.6], [31, 62, 75, 81]), new("retrain", [2.2, 1.4, 0.9, 0.7], [28, 57, 71, 78])],
            "ResNet18 on the embedded sample"
        );

    // No random numbers: the golden angle spreads points evenly.
    private static ScatterPanel Cloud(string name, int count, int turn) =>
        new(
            name,
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => (Class: i % 10, Radius: 1.1 * Math.Sqrt(i / 10 % 97), Angle: i * 2.399963))
                    .Select(p =>
                        (
                            (12 * Math.Cos((p.Class + (turn * 0.3)) * 0.628)) + (p.Radius * Math.Cos(p.Angle)),
                            (12 * Math.Sin(p.Class * 0.628)) + (p.Radius * Math.Sin(p.Angle))
                        )
                    ),
            ],
            [.. Enumerable.Range(0, count).Select(static i => i % 10)]
        );
}
