using System.Reflection.PortableExecutable;

namespace Lethe.Runtime;

/// <summary>A 64-bit library of Windows: which functions it asks of others, and which it has, by name. Read on any system.</summary>
internal sealed class PeImage : IDisposable
{
    private const ulong ByNumber = 1UL << 63;

    private readonly PEReader reader;
    private readonly PEHeader header;

    /// <exception cref="InvalidDataException">Not such a file.</exception>
    public PeImage(Stream file)
    {
        reader = new(file);
        header = Checked(() =>
            reader.PEHeaders.PEHeader is { Magic: PEMagic.PE32Plus } found ? found : throw new BadImageFormatException()
        );
    }

    /// <summary>Each library asked, by file name, with the functions; those asked by number are <c>#7</c>.</summary>
    /// <exception cref="InvalidDataException">A table leads out of the file.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Imports() =>
        Checked(() =>
        {
            var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
            if (header.ImportTableDirectory.RelativeVirtualAddress is not 0 and var at)
            {
                // IMAGE_IMPORT_DESCRIPTOR: names, date, forwarder, library, addresses; each 32 bits, the last one empty.
                for (var table = At(at); ; )
                {
                    var (names, _, _, library, addresses) = (Int(), Int(), Int(), Int(), Int());
                    if (library == 0)
                    {
                        break;
                    }
                    found[Text(library)] = [.. Names(names != 0 ? names : addresses)];

                    int Int() => table.ReadInt32();
                }
            }
            return found;
        });

    /// <inheritdoc cref="Imports"/>
    public IReadOnlySet<string> Exports() =>
        Checked(() =>
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            if (header.ExportTableDirectory.RelativeVirtualAddress is not 0 and var at)
            {
                // IMAGE_EXPORT_DIRECTORY: the count of names is its seventh number, their table the ninth.
                var table = At(at);
                table.Offset = 24;
                var count = table.ReadInt32();
                table.Offset = 32;
                var names = At(table.ReadInt32());
                for (var i = 0; i < count; i++)
                {
                    found.Add(Text(names.ReadInt32()));
                }
            }
            return found;
        });

    /// <summary>Which functions that a library asks of those in a folder are not there: <c>c10.dll: ?name@…</c>. Libraries that are not
    /// in the folder are the system's.</summary>
    /// <exception cref="InvalidDataException">One of them is no library of Windows.</exception>
    public static IReadOnlyList<string> Unresolved(string library, string folder)
    {
        using var asking = new PeImage(File.OpenRead(library));
        var missing = new List<string>();
        foreach (var (name, functions) in asking.Imports())
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                using var asked = new PeImage(File.OpenRead(path));
                var there = asked.Exports();
                missing.AddRange(functions.Where(one => !one.StartsWith('#') && !there.Contains(one)).Select(one => $"{name}: {one}"));
            }
        }
        return missing;
    }

    public void Dispose() => reader.Dispose();

    private IEnumerable<string> Names(int address)
    {
        // IMAGE_THUNK_DATA64, the last one empty: a number, or the place of a hint (16 bits) and a name.
        for (var offset = 0; ; offset += sizeof(ulong))
        {
            var thunk = At(address + offset).ReadUInt64();
            if (thunk == 0)
            {
                yield break;
            }
            yield return (thunk & ByNumber) != 0
                ? string.Create(CultureInfo.InvariantCulture, $"#{thunk & 0xffff}")
                : Text(checked((int)thunk + 2));
        }
    }

    private string Text(int address)
    {
        var bytes = At(address);
        var length = bytes.IndexOf(0);
        return length < 0 ? throw new BadImageFormatException() : bytes.ReadUTF8(length);
    }

    // From an address to the end of its section; reading on throws BadImageFormatException.
    private System.Reflection.Metadata.BlobReader At(int address) => reader.GetSectionData(address).GetReader();

    private static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is BadImageFormatException or OverflowException or ArgumentOutOfRangeException or IOException)
        {
            throw new InvalidDataException("not a 64-bit library of Windows, or damaged", error);
        }
    }
}
