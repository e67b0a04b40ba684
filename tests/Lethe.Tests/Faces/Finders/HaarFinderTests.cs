using System.Globalization;
using System.Text;
using Lethe.Faces.Drawn;
using Lethe.Faces.Finders;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Faces.Finders;

public sealed class HaarFinderTests
{
    // What OpenCV 4.13 found in these drawn faces with the same cascade and the same options. A pixel is left to processors on which the
    // faces are drawn a shade different.
    [Fact]
    [Trait("Speed", "slow")]
    public void It_finds_what_opencv_found() => FindAsOpenCv(every: 3);

    [Fact]
    [Trait("Speed", "slow")]
    public void It_finds_all_that_opencv_found() => FindAsOpenCv(every: 1);

    private static void FindAsOpenCv(int every)
    {
        var people = new ProceduralFaces(36, seed: 19);
        using var haar = new HaarFinder();
        foreach (
            var line in File.ReadLines(Path.Combine(Snapshot.Repository, "tests", "Lethe.Tests", "Faces", "Finders", "boxes-of-opencv.tsv"))
                .Where((_, i) => i % every == 0)
        )
        {
            var numbers = line.Split('\t').Select(static number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            var face = people.Get((int)numbers[0], (int)numbers[1]);
            var found = Assert.Single(haar.Find(face.Rgb, face.Side, face.Side));
            var pixel = Math.Max(1, face.Side / 640.0) + 0.01;
            Assert.All(
                ((double[])[found.Box.Left, found.Box.Top, found.Box.Width, found.Box.Height]).Zip(numbers[2..6]),
                pair => Assert.Equal(pair.Second, pair.First, pixel)
            );
            Assert.Equal(numbers[6], found.Score, 0.5);
        }
    }

    [Fact]
    public void A_leaf_is_the_complement_of_its_number()
    {
        const string Xml = """
            <opencv_storage><cascade><featureType>HAAR</featureType><height>20</height><width>20</width>
            <stages><_><stageThreshold>0.5</stageThreshold><weakClassifiers><_><internalNodes>0 -1 0 0.5</internalNodes><leafValues>0.25 0.75</leafValues></_></weakClassifiers></_></stages>
            <features><_><rects><_>0 0 4 4 -1.</_><_>0 0 2 4 2.</_></rects></_></features></cascade></opencv_storage>
            """;
        var cascade = HaarCascade.Read(new MemoryStream(Encoding.UTF8.GetBytes(Xml)));
        Assert.Equal(new HaarCascade.Branch(0, 0.5f, ~0, ~1), Assert.Single(cascade.Branches));
        Assert.Equal([0.25f, 0.75f], cascade.Leaves);
    }
}
