using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Data;

/// <summary>A folder of folders, one a class (for faces: one a person), each with JPEG or PNG files.</summary>
public static class ImageFolder
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    /// <summary>The class folders that hold images, by name, with the paths of their images by name.</summary>
    public static IReadOnlyList<(string Name, string[] Images)> Identities(string folder) => !Directory.Exists(folder) ? [] :
    [.. Directory.EnumerateDirectories(folder)
        .Order(StringComparer.Ordinal)
        .Select(static path => (Path.GetFileName(path), Directory.EnumerateFiles(path).Where(static file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal).ToArray()))
        .Where(static identity => identity.Item2.Length > 0)];

    /// <summary>Reads the images and splits each class 90/10 into train and test: always the same way for the same file names.</summary>
    /// <param name="name">Of the data set.</param>
    /// <param name="folder">With one folder a class.</param>
    /// <param name="size">Pixels a side that every image is scaled to.</param>
    /// <param name="largest">Only so many classes, those with most images; null for all.</param>
    /// <exception cref="LetheException">No such folder (<see cref="ExitCode.NotFound"/>); no image, one class only, nothing readable (<see cref="ExitCode.BadFile"/>).</exception>
    public static DatasetPair Read(string name, string folder, int size, int? largest = null)
    {
        if (size is < 8 or > 1024)
        {
            throw LetheException.Usage($"Images can be scaled to 8 to 1024 pixels a side, not to {size}.");
        }
        var identities = Choose(folder, largest);
        var files = identities.SelectMany(static (identity, label) => identity.Images.Select(path => (Path: path, Label: label))).ToArray();
        var images = new byte[]?[files.Length];
        Parallel.For(0, files.Length, i => images[i] = ImageFile.Read(files[i].Path, size));
        var unreadable = images.Count(static image => image is null);
        var classes = identities.Select(static identity => identity.Name).ToArray();
        var parts = new[] { new List<int>(), new List<int>() };
        for (var label = 0; label < classes.Length; label++)
        {
            var readable = Enumerable.Range(0, files.Length).Where(i => files[i].Label == label && images[i] is not null).ToArray();
            if (readable.Length == 0)
            {
                throw LetheException.BadFile($"None of the images in {Path.Combine(folder, classes[label])} can be read; they must be intact JPEG or PNG files of at most {ImageFile.MostPixels / 1_000_000} megapixels.");
            }
            var order = RandomStream.For(0, "split", classes[label]).Permutation(readable.Length);
            var tests = TestCount(readable.Length);
            parts[1].AddRange(order[..tests].Order().Select(i => readable[i]));
            parts[0].AddRange(order[tests..].Order().Select(i => readable[i]));
        }
        var (train, test) = (Build(parts[0]), Build(parts[1]));
        var left = unreadable == 0 ? "" : $", {unreadable} unreadable images left out";
        return new(train, test, IsStandIn: false, $"{train.Count + test.Count} images of {classes.Length} classes, {size}x{size}, own 90/10 split{left}, {folder}");

        ImageDataset Build(List<int> rows)
        {
            using var scope = NewDisposeScope();
            var pixels = empty(rows.Count, 3, size, size, uint8);
            var bytes = pixels.bytes;
            for (var at = 0; at < rows.Count; at++)
            {
                images[rows[at]].CopyTo(bytes[(at * 3 * size * size)..]);
            }
            return new(name, pixels, tensor(rows.Select(row => (long)files[row].Label).ToArray()), classes, Normalization.ImageNet);
        }
    }

    /// <summary>A tenth, rounded; at least one if there are two.</summary>
    public static int TestCount(int images) => images < 2 ? 0 : Math.Max(1, (images + 5) / 10);

    private static (string Name, string[] Images)[] Choose(string folder, int? largest)
    {
        if (!Directory.Exists(folder))
        {
            throw LetheException.NotFound($"There is no folder {folder}.");
        }
        var all = Identities(folder);
        if (all.Count < 2)
        {
            var found = all.Count == 0 ? "no folder with JPEG or PNG files" : $"only one, {all[0].Name}";
            throw LetheException.BadFile($"{folder} should hold a folder of images for each class, at least two; it has {found}.");
        }
        // The largest, then in the order of their names, so that labels do not depend on ties.
        return largest is { } count
            ? [.. all.OrderByDescending(static identity => identity.Images.Length).ThenBy(static identity => identity.Name, StringComparer.Ordinal).Take(count).OrderBy(static identity => identity.Name, StringComparer.Ordinal)]
            : [.. all];
    }
}
