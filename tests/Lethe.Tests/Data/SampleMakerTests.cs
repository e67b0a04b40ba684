using System.Security.Cryptography;
using Lethe.Data;

namespace Lethe.Tests.Data;

public sealed class SampleMakerTests
{
    [Fact]
    public void The_first_of_each_class_are_taken_in_the_order_of_the_file()
    {
        var images = new IdxArray([5, 1, 2], [0, 1, 10, 11, 20, 21, 30, 31, 40, 41]);
        var (some, labels) = SampleMaker.First(images, new([5], [7, 3, 7, 7, 3]), 2);
        Assert.Equal([4, 1, 2], some.Shape);
        Assert.Equal([7, 3, 7, 3], labels.Values);
        Assert.Equal([0, 1, 10, 11, 20, 21, 40, 41], some.Values);
    }

    [Fact]
    public void The_embedded_sample_is_what_its_manifest_says() =>
        Assert.All(new DataStore().Verify(FashionMnist.SampleName), static check => Assert.Equal(FileState.Ok, check.State));

    [Fact]
    public void The_sample_in_the_repository_is_made_from_the_full_set_where_that_is_installed()
    {
        Need.Package(
            Directory.Exists(FashionMnist.DebianFolder),
            "dataset-fashion-mnist",
            "Fashion-MNIST as Debian packages it is not here: the sample was not compared with it."
        );
        for (var part = 0; part < 4; part += 2)
        {
            var full = FashionMnist
                .Files.Skip(part)
                .Take(2)
                .Select(static file => IdxReader.Read(Path.Combine(FashionMnist.DebianFolder, file + ".gz")))
                .ToArray();
            var (images, labels) = SampleMaker.First(full[0], full[1], part == 0 ? FashionMnist.SampleTrain : FashionMnist.SampleTest);
            Assert.Equal(Hash(FashionMnist.Files[part]), Hash(images));
            Assert.Equal(Hash(FashionMnist.Files[part + 1]), Hash(labels));
        }
    }

    [Fact]
    public void Four_files_are_made_from_four()
    {
        using var folder = new TemporaryFolder();
        DatasetCatalogTests.WriteFashionMnist(folder["full"]);
        SampleMaker.Make(folder["full"], folder["sample"]);
        Assert.All(
            FashionMnist.Files,
            file =>
                Assert.Equal(
                    FileHash.OfUnzipped(folder["full", file + ".gz"]),
                    FileHash.OfUnzipped(folder["sample", FashionMnist.SampleFile(file)])
                )
        );
    }

    private static string Hash(string file) => Manifest.Get(FashionMnist.SampleName).File($"{FashionMnist.SampleName}-{file}").Sha256!;

    private static string Hash(IdxArray array)
    {
        using var stream = new MemoryStream();
        stream.Write([0, 0, 8, (byte)array.Shape.Length]);
        foreach (var size in array.Shape)
        {
            stream.Write([(byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size]);
        }
        stream.Write(array.Values);
        return Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));
    }
}
