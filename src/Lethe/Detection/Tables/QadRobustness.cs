using Lethe.Data;
using Lethe.Detection.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using Lethe.Runtime;

namespace Lethe.Detection.Tables;

/// <summary>
/// AUC over the strength of compression: the test clips made again and encoded at other rate factors than the training saw. Needs ffmpeg,
/// and a set of drawn faces. The smoke profile takes few people.
/// </summary>
internal sealed class QadRobustness()
    : DetectionTable("qad-robustness", "Frame AUC against the strength of H.264 compression", "qad-robustness")
{
    private const int SmokePeople = 3;

    public ExperimentEntry Alone => new(Name, [this], Plan);

    protected override IReadOnlyList<Block> Blocks { get; } =
    [
        .. VideoQuality.Curve.Select(static quality => new Block(
            $"{quality}.auc",
            quality.Crf is { } crf ? $"Rate factor {crf}" : "Lossless"
        )),
    ];

    protected override IReadOnlyList<string> Notes => ["The detectors were trained on lossless frames and on rate factors 23 and 40."];

    protected override bool Shows(string method) => true;

    private Plan Plan(RunContext context)
    {
        var lab = new DetectionLab(context);
        var clips = lab.Keep(new Clips(lab));
        return new(
            lab,
            from cell in lab.Cells(Name, lab.Methods(["baseline", "qad"]))
            let objective = lab.Objective(cell)
            select new Job(
                cell.With("curve", string.Join(" ", VideoQuality.Curve)).With("method", objective),
                run =>
                {
                    var (detector, training) = lab.Trained(run, objective);
                    using (detector)
                    {
                        var images = clips.Compressed(run);
                        run.Begin("measuring");
                        var test = clips.Test(run.Cell.Dataset, DetectionLab.FamilyOf(run.Cell)).ToHashSet();
                        var scores = lab.Score(
                            run,
                            detector,
                            images,
                            [.. images.Frames.Index().Where(frame => test.Contains(frame.Item)).Select(static frame => frame.Index)]
                        );
                        var result = new DetectionMeasures();
                        result.AddEach(scores);
                        return result.Result(training, scores);
                    }
                }
            )
        );
    }

    // The test clips of all families together: they share the real ones.
    private sealed class Clips(DetectionLab lab) : IDisposable
    {
        private readonly Dictionary<string, PairedMemory> made = [];

        public IEnumerable<PairedFrame> Test(string dataset, string family)
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

        public PairedMemory Compressed(CellContext run)
        {
            var dataset = run.Cell.Dataset;
            if (!made.TryGetValue(dataset, out var images))
            {
                if (dataset != DetectorProfile.Sample)
                {
                    throw LetheException.NotFound(
                        $"The curve over rate factors needs clips that can be made again, and those of "
                            + $"{DatasetCatalog.All.TitleOf(dataset)} cannot: only "
                            + $"{DatasetCatalog.All.TitleOf(DetectorProfile.Sample)} can."
                    );
                }
                var ffmpeg = Ffmpeg.Find();
                run.Begin("compressing the test clips again");
                var videos = lab.Families(dataset)
                    .SelectMany(family => Test(dataset, family))
                    .Select(static frame => frame.Video)
                    .ToHashSet();
                made[dataset] = images = RecompressedFilms.Make(
                    FacesSample.Open(),
                    FacesSample.Faces,
                    clip => videos.Contains(clip.Id),
                    VideoQuality.Curve,
                    ffmpeg,
                    run.Cancellation
                );
            }
            return images;
        }

        public void Dispose()
        {
            foreach (var images in made.Values)
            {
                images.Dispose();
            }
        }
    }
}
