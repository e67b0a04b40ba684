using Lethe.Imaging;

namespace Lethe.Data;

/// <summary>A folder of folders, one a class (for faces: one a person), each with JPEG or PNG files.</summary>
public static class ImageFolder
{
    private const string LeftOut = "Pictures that cannot be read are left out";

    public static IReadOnlyList<(string Name, string[] Images)> Identities(string folder) =>
        [.. ClassFolder.In(folder).Where(static found => found.Images.Length > 0).Select(static found => (found.Name, found.Images))];

    /// <summary>Reads the images and splits each class 90/10, always the same way for the same file names.</summary>
    /// <param name="size">Pixels a side that every image is scaled to.</param>
    /// <param name="largest">Only so many classes, those with most images.</param>
    /// <param name="least">Only classes with so many images or more; 0 for all, of which each must then have one.</param>
    /// <param name="middle">Of the pixels a side of a picture's middle square, how many are taken, again from the middle.</param>
    /// <returns>With what was left out in its notes.</returns>
    /// <exception cref="LetheException">NotFound; BadFile: one class only, a class twice or without images, nothing readable.</exception>
    public static DatasetPair Read(string name, string folder, int size, int? largest = null, int least = 0, Func<int, int>? middle = null)
    {
        CheckSize(size);
        var identities = ClassFolders.Of(folder, largest, least);
        var files = identities.SelectMany(static (identity, label) => identity.Images.Select(path => (Path: path, Label: label))).ToArray();
        var images = new byte[]?[files.Length];
        Parallel.For(0, files.Length, i => images[i] = ImageFile.Read(files[i].Path, size, middle));
        var unreadable = files
            .Where((_, i) => images[i] is null)
            .Select(file => $"{identities[file.Label].Name}/{Path.GetFileName(file.Path)}")
            .ToList();
        var classes = identities.Select(static identity => identity.Name).ToArray();
        var (train, test) = (new List<int>(), new List<int>());
        foreach (
            var (label, rows) in files
                .Index()
                .GroupBy(static file => file.Item.Label, static file => file.Index)
                .Select(static g => (g.Key, g))
        )
        {
            var readable = rows.Where(i => images[i] is not null).ToArray();
            if (readable.Length == 0)
            {
                throw LetheException.BadFile(
                    $"None of the images in {identities[label].Path} can be read; they must be intact JPEG or PNG files of at "
                        + $"most {ImageFile.MostPixels / 1_000_000} megapixels."
                );
            }
            var order = RandomStream.For(0, "split", classes[label]).Permutation(readable.Length);
            var tests = TestCount(readable.Length);
            test.AddRange(order[..tests].Order().Select(i => readable[i]));
            train.AddRange(order[tests..].Order().Select(i => readable[i]));
        }
        var left = unreadable.Count == 0 ? "" : $", {unreadable.Count} unreadable images left out";
        return new(
            Build(train),
            Build(test),
            IsStandIn: false,
            $"{train.Count + test.Count} images of {classes.Length} classes, {size}x{size}, own 90/10 split{left}, {folder}"
        )
        {
            Notes = [.. ClassFolders.Notes(folder, identities), .. new[] { ClassFolders.Note(unreadable, LeftOut) }.OfType<string>()],
        };

        ImageDataset Build(List<int> rows)
        {
            using var scope = NewDisposeScope();
            var pixels = empty(rows.Count, 3, size, size, uint8);
            var bytes = pixels.bytes;
            for (var at = 0; at < rows.Count; at++)
            {
                images[rows[at]].CopyTo(bytes[(at * 3 * size * size)..]);
            }
            return new(name, pixels, tensor(rows.Select(row => (long)files[row].Label).ToArray()), classes, Normalization.ImageNet)
            {
                Files = [.. rows.Select(row => NameOf(classes[files[row].Label], files[row].Path))],
            };
        }
    }

    private static void CheckSize(int size)
    {
        if (size is < 8 or > 1024)
        {
            throw LetheException.Usage($"Images can be scaled to 8 to 1024 pixels a side, not to {size}.");
        }
    }

    private static string NameOf(string identity, string path) => CanonicalText.Composed($"{identity}/{Path.GetFileName(path)}");

    /// <summary>A tenth, rounded; at least one if there are two.</summary>
    public static int TestCount(int images) => images < 2 ? 0 : Math.Max(1, (images + 5) / 10);
}
