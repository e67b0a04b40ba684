using Lethe.Data;
using Lethe.Detection.Runs;
using Lethe.Experiments.Runs;
using Lethe.Faces.Sets;

namespace Lethe.Detection.Tables;

/// <summary>
/// Detectors that were trained on one family of forgeries, on faces that a network made whole: there is no seam and no donor to find.
/// Nothing is trained on these.
/// </summary>
internal sealed class QadSynthetic()
    : DetectionTable(
        "qad-synthetic",
        "Wholly synthetic faces (FFHQ against StyleGAN2), which no detector saw in training",
        [
            new("pooled.auc", "Frame AUC, raw + c23 + c40 pooled"),
            new("raw.auc", "Frame AUC, raw"),
            new("c23.auc", "Frame AUC, c23"),
            new("c40.auc", "Frame AUC, c40"),
        ],
        [
            "Columns: the family seen in training. The real photographs were JPEG files of quality 75 before they were scaled "
                + "down, the synthetic ones nearly lossless: that may explain part of any difference.",
        ],
        source: "qad-synthetic"
    )
{
    /// <summary>Made with <c>lethe faces make --stylegan2</c>.</summary>
    private const string TestSet = "faces-stylegan2";

    public ExperimentEntry Alone => new(Name, [this], Plan) { NeedsOwnFiles = true };

    protected override bool Shows(string method) => true;

    private Plan Plan(RunContext context)
    {
        var lab = new DetectionLab(context);
        return new(
            lab,
            from cell in lab.Cells(Name, lab.Methods(lab.UsualMethods))
            let objective = lab.Objective(cell)
            select new Job(
                cell.With("test", TestSet).With("method", objective),
                run =>
                {
                    DetectionData? test = null;
                    return lab.Measured(
                        run,
                        objective,
                        () =>
                        {
                            test = TestData(lab, run.Cell.Dataset);
                            return (test.Images, test.Of(FilmSetBuilder.WholeFaces).Test);
                        },
                        static (measures, scores) => measures.Add(scores)
                    ) with
                    {
                        Notes = [$"test: {test!.Images.Title}"],
                    };
                }
            )
            {
                Needs = () => [lab.Need(cell, objective)],
            }
        );
    }

    private static DetectionData TestData(DetectionLab lab, string dataset)
    {
        var (own, test) = (lab.Data(dataset).Images, lab.Data(TestSet));
        return test.Images.Side == own.Side && test.Images.Qualities.SequenceEqual(own.Qualities)
            ? test
            : throw LetheException.Usage(
                $"{DatasetCatalog.All.TitleOf(TestSet)} has crops of {test.Images.Side} pixels at "
                    + $"{string.Join(", ", test.Images.Qualities)}, the detectors read {own.Side} at "
                    + $"{string.Join(", ", own.Qualities)}. "
                    + $"Make it again with 'lethe faces make --stylegan2' and --crop {own.Side}."
            );
    }
}
