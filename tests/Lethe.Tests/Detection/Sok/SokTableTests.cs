using System.Globalization;
using Lethe.Detection.Sok;

namespace Lethe.Tests.Detection.Sok;

public sealed class SokTableTests
{
    private static readonly string[] Retested =
    [
        "Cap.Forensics",
        "XceptionNet",
        "MCX-API",
        "EffB4Att",
        "MAT",
        "SBI",
        "CADDM",
        "ICT",
        "AltFreezing",
        "LipForensics",
        "FTCN",
        "CCViT",
        "CLRNet",
        "ADD",
        "LGrad",
        "LRNet",
    ];

    private static SokTable Table => SokTable.Load();

    private static IEnumerable<SokDetector> Detectors => Table.Rows.Select(static row => row.Detector);

    [Fact]
    public void It_has_51_detectors_in_13_frameworks_and_4_groups()
    {
        Assert.Equal("sok-detectors", Table.Name);
        Assert.Contains("arXiv:2401.04364", Table.Paper, StringComparison.Ordinal);
        Assert.Equal(51, Table.Rows.Count);
        Assert.Equal(Enumerable.Range(1, 13), Table.Frameworks.Select(static framework => framework.Number));
        Assert.Equal([8, 5, 3, 2, 3, 9, 3, 3, 4, 2, 2, 5, 2], Table.Frameworks.Select(static framework => framework.Detectors.Count));
        Assert.Equal(
            [(ArtefactGroup.Spatial, 21), (ArtefactGroup.Spatiotemporal, 15), (ArtefactGroup.Frequency, 8), (ArtefactGroup.Special, 7)],
            Table.Rows.GroupBy(static row => row.Framework.Group).Select(static group => (group.Key, group.Count()))
        );
        Assert.All((string[])[Table.Title, Table.Slide, Table.Meaning], Assert.NotEmpty);
    }

    [Fact]
    public void The_16_that_were_run_again_are_known_by_name() =>
        Assert.Equal(Retested, Detectors.Where(static detector => detector.IsRetested).Select(static detector => detector.Name));

    [Fact]
    public void Frameworks_3_9_and_11_have_none_that_was_run_again() =>
        Assert.Equal(
            [3, 9, 11],
            Table
                .Frameworks.Where(static framework => !framework.Detectors.Any(static detector => detector.IsRetested))
                .Select(static framework => framework.Number)
        );

    [Fact]
    public void Metrics_are_36_AUC_10_ACC_and_1_F1_and_four_scores_are_missing()
    {
        var metrics = Detectors
            .Where(static detector => detector.Score is not null)
            .CountBy(static detector => detector.Score!.Metric)
            .ToDictionary();
        Assert.Equal((36, 10, 1), (metrics[ScoreMetric.AUC], metrics[ScoreMetric.ACC], metrics[ScoreMetric.F1]));
        Assert.Equal(
            ["FFD", "FRDM", "FTCN", "AVAD"],
            Detectors.Where(static detector => detector.Score is null).Select(static detector => detector.Name)
        );
    }

    [Theory]
    [InlineData("Cap.Forensics", 1, "ICASSP", 2019, 85, "96.60 AUC")]
    [InlineData("SBI", 2, "CVPR", 2022, 102, "99.64 AUC")]
    [InlineData("QAD", 4, "ICCV", 2023, 63, "95.60 AUC")]
    [InlineData("S-IML-T", 6, "ACMMM", 2020, 72, "98.39 ACC")]
    [InlineData("TD-3DCNN", 6, "IJCAI", 2021, 130, "72.22 AUC")]
    [InlineData("CLRNet", 8, "WWW", 2021, 116, "99.35 F1")]
    [InlineData("LRL", 9, "AAAI", 2021, 11, "99.46 AUC")]
    [InlineData("LGrad", 12, "CVPR", 2023, 110, "66.70 ACC")]
    [InlineData("NoiseDF", 13, "AAAI", 2023, 123, "93.99 AUC")]
    public void A_row_is_as_printed(string name, int framework, string venue, int year, int reference, string score)
    {
        var row = Table.Rows.Single(row => row.Detector.Name == name);
        Assert.Equal(
            (framework, venue, year, reference, score),
            (row.Framework.Number, row.Detector.Venue, row.Detector.Year, row.Detector.Reference, row.Detector.Score!.ToString())
        );
    }

    [Fact]
    public void One_name_is_lost_and_the_row_says_so()
    {
        var lost = Assert.Single(Detectors, static detector => detector.Name is null);
        Assert.Equal("[Faces Predictive Learning]", lost.Label);
        Assert.Null(lost.Reference);
        Assert.Equal(["name", "reference"], lost.Damage!.Fields);
    }

    [Fact]
    public void Doubts_are_where_the_print_is_damaged() =>
        Assert.Equal(
            [
                "CORE: venue",
                "IID: year",
                "EffB4Att: name",
                "SBI: technique, name, retested",
                "OST: year",
                "S-IML-T: venue, year",
                "DIA: technique, year",
                "[Faces Predictive Learning]: name, reference",
                "AltFreezing: retested",
                "STIL: score",
                "LipForensics: score",
                "FTCN: score",
                "LRL: year",
                "RFM: score",
                "FD2Net: score",
                "SOLA: score",
                "AVAD: score",
                "LGrad: score",
            ],
            Detectors
                .Where(static detector => detector.Damage is not null)
                .Select(static detector => $"{detector.Label}: {string.Join(", ", detector.Damage!.Fields)}")
        );

    [Fact]
    public void References_and_names_stand_for_one_detector_each()
    {
        Assert.Equal(50, Detectors.Select(static detector => detector.Reference).OfType<int>().Distinct().Count());
        Assert.Equal(
            50,
            Detectors.Select(static detector => detector.Name).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Count()
        );
    }

    [Fact]
    public void Years_rise_within_a_framework_as_in_print() =>
        Assert.All(
            Table.Frameworks.Select(static framework => framework.Detectors.Select(static detector => detector.Year).ToList()),
            static years => Assert.Equal(years.Order(), years)
        );

    [Fact]
    public void What_a_framework_is_built_of_stands_in_its_title()
    {
        (string Word, ArchitecturePart Part)[] words =
        [
            ("ConvNet", ArchitecturePart.ConvNet),
            ("Specialized", ArchitecturePart.SpecializedNetwork),
            ("Sequence", ArchitecturePart.SequenceModel),
            ("Learning Strateg", ArchitecturePart.LearningStrategy),
        ];
        Assert.All(
            Table.Frameworks,
            framework =>
                Assert.Equal(
                    words.Where(word => framework.Title.Contains(word.Word, StringComparison.Ordinal)).Select(static word => word.Part),
                    framework.Parts
                )
        );
        Assert.Equal("ConvNet + Sequence + Learning", Table.Frameworks[9].Architecture);
    }

    [Fact]
    public void Scores_keep_their_digits()
    {
        Assert.All(
            Detectors.Select(static detector => detector.Score).OfType<SokScore>(),
            static score => Assert.Equal(score.Printed, score.Value.ToString("0.00", CultureInfo.InvariantCulture))
        );
        Assert.Equal(96.6, Detectors.First().Score!.Value);
    }

    [Fact]
    public void What_is_in_doubt_is_a_column_and_what_is_missing_has_a_reason()
    {
        string[] columns = ["technique", "venue", "year", "name", "reference", "retested", "score"];
        Assert.All(
            Detectors.Select(static detector => detector.Damage).OfType<SokDamage>(),
            damage =>
            {
                Assert.NotEmpty(damage.Note);
                Assert.NotEmpty(damage.Fields);
                Assert.Subset(columns.ToHashSet(), damage.Fields.ToHashSet());
            }
        );
        Assert.All(
            Detectors.Where(static detector => detector.Name is null || detector.Reference is null),
            static detector => Assert.NotNull(detector.Damage)
        );
        Assert.All(
            Detectors.Select(static detector => detector.Score).OfType<SokScore>(),
            static score => Assert.InRange(score.Value, 0, 100)
        );
    }
}
