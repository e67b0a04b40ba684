using Lethe.Data;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Tests.Data;

public sealed class DatasetCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_sample_needs_no_file_and_is_balanced_padded_and_grey()
    {
        using var data = DatasetCatalog.Load(FashionMnist.SampleName, Options);
        using var scope = NewDisposeScope();
        Assert.All(
            Enumerable.Range(0, 10),
            label => Assert.Equal((1000, 200), (data.Train.OfClass(label).Count, data.Test.OfClass(label).Count))
        );
        Assert.True(data.IsStandIn);
        Assert.Equal((FashionMnist.SampleName, "Fashion-MNIST (sample)"), (data.Name, data.Title));
        var images = data.Train.Images;
        Assert.Equal([10_000, 3, 32, 32], images.shape);
        TinyDataset.Same(images.select(1, 0), images.select(1, 2));
        var inside = images.narrow(2, 2, 28).narrow(3, 2, 28).to(int64).sum();
        Assert.Equal(inside.item<long>(), images.to(int64).sum().item<long>());
        Assert.True(inside.item<long>() > 0);
    }

    [Fact]
    public void A_folder_given_by_the_user_comes_first_and_other_content_is_said()
    {
        WriteFashionMnist(folder[FashionMnist.Name]);
        using var data = DatasetCatalog.Load(FashionMnist.Name, Options);
        Assert.Equal((20, 10), (data.Train.Count, data.Test.Count));
        Assert.True(data.IsStandIn);
        Assert.Contains("not the official files", data.Provenance, StringComparison.Ordinal);
        Assert.Equal(FashionMnist.Name, data.Name);
        // Row 1, column 2 of image 3 stands at row 3, column 4 of the padded one.
        Assert.Equal((byte)(3 + (1 * 28) + 2), data.Train.Images[3, 1, 3, 4].item<byte>());
    }

    [Fact]
    public void Cifar10_is_found_in_the_folder_its_archive_unpacks_to()
    {
        foreach (var (file, i) in Cifar10Binary.Files.Select(static (file, i) => (file, i)))
        {
            folder.Write($"cifar-10-batches-bin/{file}", Cifar10BinaryTests.Record((byte)i, 0));
        }
        using var data = DatasetCatalog.Load("cifar10", Options);
        Assert.Equal((5, 1), (data.Train.Count, data.Test.Count));
        Assert.Equal(1, data.Test.OfClass(5).Count);
        Assert.Contains("another sha256", data.Provenance, StringComparison.Ordinal);
        Assert.Equal("CIFAR-10 (unofficial copy)", data.Title);
    }

    [Fact]
    public void Known_copies_are_recognised_by_their_hash()
    {
        Assert.True(Cifar10Jpeg.Contains("test_batch.bin", "0ce179d0c0a5220739d6223197952896644ceabb648dacfdebd7f06789af543f"));
        Assert.False(Cifar10Jpeg.Contains("data_batch_1.bin", "0ce179d0c0a5220739d6223197952896644ceabb648dacfdebd7f06789af543f"));
    }

    [Fact]
    public void Missing_data_gives_the_manifest_the_address_and_the_place()
    {
        var error = Assert.Throws<LetheException>(() => DatasetCatalog.Load("cifar10", Options));
        Assert.Equal(ExitCode.NotFound, error.ExitCode);
        Assert.Contains("data-manifests/cifar10.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Options.Cache, "cifar10", "cifar-10-binary.tar.gz"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gated_data_gives_the_steps() =>
        Assert.Contains(
            "lethe data add vggface2 DIR",
            Assert.Throws<LetheException>(() => DatasetCatalog.Load("vggface2", Options)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<LetheException>(() => DatasetCatalog.Load("cifar11", Options));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("cifar10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_that_is_not_there_is_said() =>
        Assert.Contains(
            "/no/such/place",
            Assert.Throws<LetheException>(static () => DatasetCatalog.Load("cifar10", new("/no/such/place"))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(10, 20, 28)]
    [InlineData(20, 20, 27)]
    public void Fashion_mnist_of_other_shapes_is_refused(int labels, int images, int side) =>
        Assert.Equal(
            ExitCode.BadFile,
            Assert
                .Throws<LetheException>(() =>
                    FashionMnist.Build("x", new([images, side, side], new byte[images * side * side]), new([labels], new byte[labels]), "x")
                )
                .ExitCode
        );

    [Fact]
    public void A_label_of_255_in_fashion_mnist_is_refused() =>
        Assert.Contains(
            "255",
            Assert
                .Throws<LetheException>(static () => FashionMnist.Build("x", new([1, 28, 28], new byte[784]), new([1], [255]), "x"))
                .Message,
            StringComparison.Ordinal
        );

    private DataOptions Options => new(folder.Path) { Cache = folder["cache"] };

    internal static void WriteFashionMnist(string target)
    {
        Directory.CreateDirectory(target);
        foreach (
            var (images, labels, count) in new[]
            {
                (FashionMnist.Files[0], FashionMnist.Files[1], 20),
                (FashionMnist.Files[2], FashionMnist.Files[3], 10),
            }
        )
        {
            IdxWriter.Write(
                Path.Combine(target, images + ".gz"),
                new([count, 28, 28], [.. Enumerable.Range(0, count * 784).Select(static i => (byte)((i / 784) + (i % 784)))])
            );
            IdxWriter.Write(
                Path.Combine(target, labels + ".gz"),
                new([count], [.. Enumerable.Range(0, count).Select(static i => (byte)(i % 10))])
            );
        }
    }
}
