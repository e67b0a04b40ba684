using Lethe.Data;
using Lethe.Detection.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;

namespace Lethe.Detection.Tables;

/// <summary>
/// AUC over the strength of compression: the test clips made again and encoded at other rate factors than the training saw. Needs ffmpeg,
/// and a set of drawn faces. The smoke profile takes few people.
/// </summary>
internal sealed class QadRobustness()
    : DetectionTable(
        "qad-robustness",
        "Frame AUC against the strength of H.264 compression",
        [
            .. VideoQuality.Curve.Select(static quality => new Block(
                $"{quality}.auc",
                quality.Crf is { } crf ? $"Rate factor {crf}" : "Lossless"
            )),
        ],
        ["The detectors were trained on lossless frames and on rate factors 23 and 40."],
        source: "qad-robustness"
    )
{
    private const int SmokePeople = 3;

    public ExperimentEntry Alone => new(Name, [this], Plan);

    protected override bool Shows(string method) => true;

    private Plan Plan(RunContext context)
    {
        var lab = new DetectionLab(context);
        PairedMemory? clips = null; // of the one set that has them
        return new(
            lab,
            from cell in lab.Cells(Name, lab.Methods(["baseline", "qad"]))
            let objective = lab.Objective(cell)
            select new Job(
                cell.With("curve", string.Join(" ", VideoQuality.Curve)).With("method", objective),
                run =>
                    lab.Measured(
                        run,
                        objective,
                        () =>
                        {
                            RequireSample(run.Cell.Dataset);
                            clips ??= lab.Keep(Compressed(lab, run));
                            var test = Test(lab, run.Cell.Dataset, DetectionLab.FamilyOf(run.Cell)).ToHashSet();
                            return (clips, [.. clips.Frames.Index().Where(at => test.Contains(at.Item)).Select(static at => at.Index)]);
                        },
                        static (measures, scores) => measures.AddEach(scores)
                    )
            )
            {
                Needs = () => [lab.Need(cell, objective)],
            }
        );
    }

    private static IEnumerable<PairedFrame> Test(DetectionLab lab, string dataset, string family)
    {
        var data = lab.Data(dataset);
        var frames = data.Of(family).Test.Select(row => data.Images.Frames[row]).ToList();
        var people = frames
            .Select(static frame => frame.Identity)
            .Distinct()
            .Take(lab.Context.Profile == Profile.Smoke ? SmokePeople : int.MaxValue)
            .ToHashSet();
        return frames.Where(frame => people.Contains(frame.Identity));
    }

    private static void RequireSample(string dataset)
    {
        if (dataset != FacesSample.Name)
        {
            throw LetheException.NotFound(
                $"The curve over rate factors needs clips that can be made again, and those of {DatasetCatalog.All.TitleOf(dataset)} "
                    + $"cannot: only {DatasetCatalog.All.TitleOf(FacesSample.Name)} can."
            );
        }
    }

    private static PairedMemory Compressed(DetectionLab lab, CellContext run)
    {
        var ffmpeg = Ffmpeg.Find();
        run.Begin("compressing the test clips again");
        var videos = lab.Families(FacesSample.Name)
            .SelectMany(family => Test(lab, FacesSample.Name, family))
            .Select(static frame => frame.Video)
            .ToHashSet();
        return RecompressedFilms.Make(
            FacesSample.Open(),
            FacesSample.Faces,
            clip => videos.Contains(clip.Id),
            VideoQuality.Curve,
            ffmpeg,
            run.Cancellation
        );
    }
}
