using Lethe.Data;
using Lethe.Imaging;

namespace Lethe.Erasing.Runs;

/// <summary>Real pictures in a folder, in the order of their names; an empty one where no folder was named.</summary>
internal sealed class PictureFolder
{
    private readonly string? folder;
    private readonly IReadOnlyList<string> files = [];

    /// <param name="folder">With two pictures at least; null for none.</param>
    /// <exception cref="LetheException">No such folder, or fewer pictures in it (<see cref="ExitCode.NotFound"/>).</exception>
    public PictureFolder(string? folder)
    {
        if (folder is null)
        {
            return;
        }
        if (!Directory.Exists(folder))
        {
            throw LetheException.NotFound($"There is no folder of pictures {folder}.");
        }
        this.folder = folder;
        files = [.. Directory.EnumerateFiles(folder).Where(IsPicture).Order(StringComparer.Ordinal)];
        if (Count < 2)
        {
            throw LetheException.NotFound($"There are {Count} pictures in {folder}, as PNG, JPEG or WebP; at least 2 are needed.");
        }

        static bool IsPicture(string path) =>
            Path.GetExtension(path).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg" or ".webp" && !ClassFolder.IsHidden(path);
    }

    public int Count => files.Count;

    public string Fingerprint =>
        Count == 0
            ? "none"
            : StableDiffusionWeights.HashOf(files.Select(static path => $"{Path.GetFileName(path)} {new FileInfo(path).Length}"));

    /// <summary>All of them, each its middle square, 1 x 3 x side x side, 0 to 1, and gone when the next is asked for.</summary>
    public IEnumerable<Tensor> All(int side)
    {
        foreach (var path in files)
        {
            using var picture = Read(path, side);
            yield return picture;
        }
    }

    /// <returns>count x 3 x side x side, 0 to 1.</returns>
    /// <exception cref="LetheException">There are not so many (<see cref="ExitCode.Usage"/>), or one is broken
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public Tensor Some(int from, int count, int side)
    {
        if (from + count > Count)
        {
            throw LetheException.Usage(
                $"There are {Count} pictures in {folder}; these runs need {from + count}. Ask for fewer --seeds, or add pictures."
            );
        }
        using var scope = NewDisposeScope();
        return cat([.. files.Skip(from).Take(count).Select(path => Read(path, side))]).MoveToOuterDisposeScope();
    }

    private static Tensor Read(string path, int side)
    {
        using var scope = NewDisposeScope();
        return ImageFile.Read(path, side) is { } bytes
            ? (tensor(bytes, [1, 3, side, side]).to(ScalarType.Float32) / 255).MoveToOuterDisposeScope()
            : throw LetheException.BadFile($"{path} is damaged or of an impossible size. Remove it from its folder.");
    }
}
