using Lethe.Data;
using Lethe.Imaging;

namespace Lethe.Faces;

/// <summary>
/// Faces from a folder of photographs, JPEG or PNG. Each sub-folder is one person, of whom the first readable picture is taken; each
/// picture that lies in the folder itself is one person too. Faces are expected in the middle, upright, as aligned crops have them.
/// </summary>
public sealed class FolderFaces : IFaceSource
{
    private const int ProbeSide = 32;
    private readonly (string Identity, string Path)[] faces;

    /// <param name="name">Short, for file names.</param>
    /// <param name="most">Only so many people, the first by name; null for all.</param>
    /// <exception cref="LetheException">No such folder (NotFound); no readable picture in it
    /// (BadFile).</exception>
    public FolderFaces(string folder, string name = "folder", int? most = null)
    {
        if (!Directory.Exists(folder))
        {
            throw LetheException.NotFound($"There is no folder {folder}.");
        }
        var people = People(folder);
        var intact = new string?[people.Length];
        Parallel.For(
            0,
            people.Length,
            i => intact[i] = Array.Find(people[i].Pictures, static path => ImageFile.Read(path, ProbeSide) is not null)
        );
        faces =
        [
            .. people
                .Zip(intact)
                .Where(static pair => pair.Second is not null)
                .Select(static pair => (pair.First.Identity, pair.Second!))
                .Take(most ?? int.MaxValue),
        ];
        if (faces.Length == 0)
        {
            var tried = people.Sum(static person => person.Pictures.Length);
            throw LetheException.BadFile(
                $"No face in {folder}: it holds {(tried == 0 ? "no JPEG or PNG file" : $"{tried} that cannot be read")}. Put pictures into "
                    + $"it, one a person, or a folder of pictures for each person; intact JPEG or PNG files of at most "
                    + $"{ImageFile.MostPixels / 1_000_000} megapixels."
            );
        }
        Name = name;
        Title = $"{faces.Length} faces of photographs in {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}";
    }

    public string Name { get; }

    public string Title { get; }

    public int Count => faces.Length;

    /// <exception cref="LetheException">The picture was changed since and cannot be read any more
    /// (BadFile).</exception>
    public FaceImage Get(int index, int side)
    {
        var (identity, path) = faces[index];
        var planes =
            ImageFile.Read(path, side)
            ?? throw LetheException.BadFile($"{path} could be read a while ago and now cannot. Put it back, or start again without it.");
        var rgb = new byte[planes.Length];
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = planes[((i % 3) * side * side) + (i / 3)];
        }
        return new(identity, rgb, side, FaceTemplate.At(side));
    }

    private static (string Identity, string[] Pictures)[] People(string folder) =>
        [
            .. ImageFolder
                .Identities(folder)
                .Concat(
                    Directory
                        .EnumerateFiles(folder)
                        .Where(static path => ClassFolder.IsImage(path) && !ClassFolder.IsHidden(path))
                        .Select(static path => (Path.GetFileName(path), new[] { path }))
                )
                .OrderBy(static person => person.Item1, StringComparer.Ordinal),
        ];
}
