namespace Lethe.Runtime;

/// <summary>Machine code for x64 and System V with the tables by which C++ unwinds its frames, put together from sections of the listing
/// <c>MachineCode.txt</c>, which says how it is written.</summary>
internal sealed class MachineCode
{
    private static readonly Lazy<ILookup<string, string>> Listing = new(Read);

    private readonly List<byte> bytes = [];
    private readonly Dictionary<string, int> places = [];
    private readonly List<(int At, int Size, Func<nint, long> Value)> open = []; // what is known only with all places and the address
    private int record;

    public int Length => bytes.Count;

    /// <summary>Where a label of the listing stands; 0 if it has none.</summary>
    public int Place(string label) => places.GetValueOrDefault(label);

    /// <param name="given">The addresses that the section names.</param>
    public void Add(string section, params IReadOnlyList<(string Name, nint Value)> given)
    {
        foreach (var token in Listing.Value[section])
        {
            Put(token, given);
        }
    }

    /// <summary>The code as it is to lie at an address.</summary>
    public byte[] At(nint address)
    {
        foreach (var (at, size, value) in open)
        {
            var word = BitConverter.GetBytes(value(address));
            for (var i = 0; i < size; i++)
            {
                bytes[at + i] = word[i];
            }
        }
        return [.. bytes];
    }

    private void Put(string token, IReadOnlyList<(string Name, nint Value)> given)
    {
        var (name, at) = (token.Trim('{', '}', '&', '>', '+', '#', ':'), Length);
        switch (token)
        {
            case ['{', ..]:
                var value = given.First(word => word.Name == name).Value;
                Later(8, _ => value);
                break;
            case [.., ':']:
                places[name] = at;
                break;
            case ['&', ..]:
                Later(8, address => address + places[name]);
                break;
            case ['>', ..]:
                Later(4, _ => places[name] - (at + 4));
                break;
            case ['+' or '#', ..]:
                var ends = name.Split('-');
                Later(token[0] == '+' ? 4 : 8, _ => (ends[0] == "." ? at : places[ends[0]]) - places[ends[1]]);
                break;
            case "record":
                record = at;
                Later(4, _ => 0);
                break;
            case "end":
                var start = record + 4;
                Fill(0, 8, start);
                var length = Length - start;
                open.Add((record, 4, _ => length));
                break;
            case "align:8" or "align:16":
                Fill(0xcc, token == "align:8" ? 8 : 16, 0);
                break;
            case "zeros:8":
                Fill(0, 8, 0);
                break;
            default:
                bytes.Add(Convert.ToByte(token, 16));
                break;
        }
    }

    private void Later(int size, Func<nint, long> value)
    {
        open.Add((Length, size, value));
        bytes.AddRange(new byte[size]);
    }

    private void Fill(byte filler, int size, int from)
    {
        while ((Length - from) % size != 0)
        {
            bytes.Add(filler);
        }
    }

    private static ILookup<string, string> Read()
    {
        using var reader = new StreamReader(typeof(MachineCode).Assembly.GetManifestResourceStream("machine/code.txt")!);
        var (section, tokens) = ("", new List<(string Section, string Token)>());
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(';')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["==", var name])
            {
                section = name;
                continue;
            }
            tokens.AddRange(words.Select(word => (section, word)));
        }
        return tokens.ToLookup(static token => token.Section, static token => token.Token);
    }
}
