namespace Lethe.Data;

/// <summary>The classes in a folder; a name or number that could mean two of them is refused, and what is left out is told.</summary>
internal static class ClassFolders
{
    private const int Shown = 5;

    /// <summary>The folders that are classes, in the order of their numbers.</summary>
    /// <param name="largest">Only so many, those with most images; null for all, and then each must have one: without it all behind it
    /// would have other numbers.</param>
    /// <param name="least">Likewise only those with so many images; 0 for all.</param>
    /// <exception cref="LetheException">NotFound; BadFile: fewer than two classes, an empty one, or two that are the same.</exception>
    public static IReadOnlyList<ClassFolder> Of(string folder, int? largest, int least = 0)
    {
        if (!Directory.Exists(folder))
        {
            throw LetheException.NotFound($"There is no folder {folder}.");
        }
        var all = ClassFolder.In(folder);
        var filled = all.Where(found => found.Images.Length >= Math.Max(1, least)).ToList();
        if (filled.Count < 2)
        {
            var many = least > 1 ? string.Create(CultureInfo.InvariantCulture, $" with {least} or more") : "";
            var found =
                filled.Count == 0
                    ? $"no folder{(many.Length > 0 ? many : " with")} JPEG or PNG files"
                    : $"only one{many}, {filled[0].Name}";
            throw LetheException.BadFile($"{folder} should hold a folder of images for each class, at least two; it has {found}.");
        }
        RequireDifferent(folder, filled);
        if (largest is { } count)
        {
            // The largest, then in the order of their names, so that labels do not depend on ties.
            return
            [
                .. filled
                    .OrderByDescending(static found => found.Images.Length)
                    .ThenBy(static found => found.Name, StringComparer.Ordinal)
                    .Take(count)
                    .OrderBy(static found => found.Name, StringComparer.Ordinal),
            ];
        }
        return least == 0 && all.FirstOrDefault(static found => found.Images.Length == 0) is { } empty
            ? throw LetheException.BadFile(
                $"{empty.Path} holds no JPEG or PNG file. Without it every class behind it would have another number: put its "
                    + $"images there, or take the folder away if the network does not know it."
            )
            : filled;
    }

    /// <summary>What is not read, and where numbers and names may not be what they seem: one sentence each.</summary>
    public static IReadOnlyList<string> Notes(string folder, IReadOnlyList<ClassFolder> classes)
    {
        var names = classes.Select(static found => found.Name).ToList();
        var alike = names
            .GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
            .Where(static same => same.Count() > 1)
            .Select(static same => string.Join(" and ", same))
            .ToList();
        string?[] notes =
        [
            Note(ClassFolder.NamesIn(Directory.EnumerateDirectories(folder).Where(ClassFolder.IsHidden)), "Hidden folders are no classes"),
            Note(
                ClassFolder.NamesIn(Directory.EnumerateFiles(folder).Where(ClassFolder.IsImage)),
                "Pictures beside the folders of the classes belong to none and are left out"
            ),
            Note(Inside(classes, static found => found.Others), "Files that are no JPEG or PNG by their names are left out"),
            Note(Inside(classes, static found => found.Folders), "Folders within a class are not looked into"),
            Note(alike, "Two classes differ in capitals only"),
            Disorder(names) is var (first, second)
                ? $"Classes are numbered in the order of their names as text, as torchvision's ImageFolder does: {first} comes "
                    + $"before {second}."
                : null,
            !names.SequenceEqual(classes.OrderBy(static found => found.Path, StringComparer.Ordinal).Select(static found => found.Name))
                ? "Accents in the folders' names are written as marks of their own, as macOS does; classes are numbered as if "
                    + "they were not. A network that was trained on such a folder may number them otherwise."
                : null,
        ];
        return [.. notes.OfType<string>()];
    }

    private static List<string> Inside(IEnumerable<ClassFolder> classes, Func<ClassFolder, string[]> things) =>
        [.. classes.SelectMany(found => things(found).Select(name => $"{found.Name}/{name}"))];

    /// <summary>A sentence with the first of many things; null for none.</summary>
    public static string? Note(List<string> things, string what) =>
        things.Count == 0
            ? null
            : $"{what} ({things.Count}): {string.Join(", ", things.Take(Shown))}{(things.Count > Shown ? ", …" : "")}.";

    private static void RequireDifferent(string folder, List<ClassFolder> classes)
    {
        if (classes.CountBy(static found => found.Name).FirstOrDefault(static name => name.Value > 1) is { Key: { } twice })
        {
            throw LetheException.BadFile(
                $"{folder} has the class {twice} twice: the names of two folders differ only in how their accents are "
                    + $"written. Put the images of both into one, or give one another name."
            );
        }
        var targets = new Dictionary<string, string>();
        foreach (var found in classes)
        {
            var target = Directory.ResolveLinkTarget(found.Path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(found.Path);
            if (!targets.TryAdd(target, found.Name))
            {
                throw LetheException.BadFile(
                    $"{targets[target]} and {found.Name} in {folder} are one folder: a link makes its images two classes. Remove the link."
                );
            }
        }
    }

    // The first two names, all of them numbers, that stand the other way round than their numbers do.
    private static (string First, string Second)? Disorder(List<string> names)
    {
        var numbers = names
            .Select(static name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToList();
        var at = numbers.Contains(-1) ? -1 : numbers.Zip(numbers.Skip(1)).ToList().FindIndex(static pair => pair.First > pair.Second);
        return at < 0 ? null : (names[at], names[at + 1]);
    }
}
