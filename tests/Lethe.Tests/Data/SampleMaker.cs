using Lethe.Data;

namespace Lethe.Tests.Data;

/// <summary>Makes the class-balanced sample of Fashion-MNIST that the kit carries: the first images of each class, in the order of the
/// file.</summary>
internal static class SampleMaker
{
    /// <summary>Writes the four files of the sample.</summary>
    /// <param name="source">A folder with the four files of Fashion-MNIST.</param>
    /// <param name="target">Is made if it is not there.</param>
    public static void Make(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (
            var (images, labels, perClass) in new[]
            {
                (FashionMnist.Files[0], FashionMnist.Files[1], FashionMnist.SampleTrain),
                (FashionMnist.Files[2], FashionMnist.Files[3], FashionMnist.SampleTest),
            }
        )
        {
            var (someImages, someLabels) = First(
                IdxReader.Read(Path.Combine(source, images + ".gz")),
                IdxReader.Read(Path.Combine(source, labels + ".gz")),
                perClass
            );
            IdxWriter.Write(Path.Combine(target, FashionMnist.SampleFile(images)), someImages);
            IdxWriter.Write(Path.Combine(target, FashionMnist.SampleFile(labels)), someLabels);
        }
    }

    /// <summary>The first <paramref name="perClass"/> images of each class, in the order they stand in.</summary>
    public static (IdxArray Images, IdxArray Labels) First(IdxArray images, IdxArray labels, int perClass)
    {
        var seen = new int[256];
        var rows = Enumerable.Range(0, labels.Values.Length).Where(i => seen[labels.Values[i]]++ < perClass).ToArray();
        var bytes = images.Values.Length / labels.Values.Length;
        return (
            new([rows.Length, .. images.Shape[1..]], [.. rows.SelectMany(row => images.Values[(row * bytes)..((row + 1) * bytes)])]),
            new([rows.Length], [.. rows.Select(row => labels.Values[row])])
        );
    }
}
