using System.Buffers.Binary;
using static Lethe.Training.Pickles.PickleOpcode;

namespace Lethe.Training.Pickles;

/// <summary>Reads those pickles that describe a dictionary of tensors, or one beside plain values. It knows the instructions that put a
/// value, a tuple, a list or a dictionary on the stack or take it from there, and those that call one of <see cref="PickleGlobals"/>.
/// Everything else is refused by name, and nothing of it happens.</summary>
internal sealed class PickleMachine(Stream stream)
{
    private const int MaxProtocol = 5;
    private const int MaxInstructions = 1_000_000; // a tensor takes about 40

    private readonly PickleSource source = new(stream);
    private readonly Dictionary<string, PickledStorage> storages = [];
    private readonly Dictionary<long, object?> memo = [];
    private readonly Stack<List<object?>> below = []; // what lies under each MARK
    private List<object?> stack = [];

    public IReadOnlyDictionary<string, PickledStorage> Storages => storages;

    /// <summary>The value of the next pickle in the stream, which ends right behind it.</summary>
    /// <exception cref="InvalidDataException">Refused, or not a pickle.</exception>
    public object? Run()
    {
        stack = [];
        below.Clear();
        memo.Clear();
        for (var instructions = 0; instructions < MaxInstructions; instructions++)
        {
            var code = (PickleOpcode)source.Byte();
            if (code == STOP)
            {
                return stack.Count == 1 && below.Count == 0
                    ? stack[0]
                    : throw new InvalidDataException($"its pickle ends with {stack.Count} values instead of one");
            }
            Step(code);
        }
        throw new InvalidDataException($"its pickle has more than {MaxInstructions} instructions");
    }

    private void Step(PickleOpcode code)
    {
        switch (code)
        {
            case PROTO:
                if (source.Byte() is > MaxProtocol and var protocol)
                {
                    throw new InvalidDataException($"it is of pickle protocol {protocol}");
                }
                break;
            case FRAME:
                source.Integer(8, true); // only groups bytes
                break;
            case MARK:
                below.Push(stack);
                stack = [];
                break;
            case BINPUT or LONG_BINPUT:
                memo[source.Integer(code == BINPUT ? 1 : 4, false)] = Top();
                break;
            case MEMOIZE:
                memo[memo.Count] = Top();
                break;
            case APPEND or APPENDS:
                var more = code == APPENDS ? AboveMark() : Pop(1);
                As<List<object?>>(Top(), code).AddRange(more);
                break;
            case SETITEM or SETITEMS:
                var pairs = code == SETITEMS ? AboveMark() : Pop(2);
                Set(As<Dictionary<string, object?>>(Top(), code), pairs);
                break;
            case BUILD:
                As<Dictionary<string, object?>>(Pop(1)[0], code); // the attributes of a state_dict, versions of its modules: of no use here
                As<Dictionary<string, object?>>(Top(), code);
                break;
            default:
                var value = Value(code);
                stack.Add(value);
                break;
        }
    }

    // Of an instruction that puts one on the stack.
    private object? Value(PickleOpcode code) =>
        code switch
        {
            NONE => null,
            NEWTRUE or NEWFALSE => code == NEWTRUE,
            BININT1 => source.Integer(1, false),
            BININT2 => source.Integer(2, false),
            BININT => source.Integer(4, true),
            LONG1 => source.Byte() is <= 8 and var bytes
                ? source.Integer(bytes, true)
                : throw new InvalidDataException("an integer in it has more than 8 bytes"),
            // the most significant byte first
            BINFLOAT => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReverseEndianness(source.Integer(8, true))),
            BINUNICODE or SHORT_BINUNICODE => source.Text(source.Integer(code == BINUNICODE ? 4 : 1, false)),
            BINGET or LONG_BINGET => memo.TryGetValue(source.Integer(code == BINGET ? 1 : 4, false), out var kept)
                ? kept
                : throw new InvalidDataException("it recalls a value that it never kept"),
            EMPTY_TUPLE => Array.Empty<object?>(),
            TUPLE => AboveMark().ToArray(),
            TUPLE1 or TUPLE2 or TUPLE3 => Pop(code - TUPLE1 + 1).ToArray(),
            EMPTY_LIST => new List<object?>(),
            EMPTY_DICT => new Dictionary<string, object?>(),
            GLOBAL => PickleGlobals.Named(source.Line(), source.Line()),
            STACK_GLOBAL => Pop(2) is [string module, string name] ? PickleGlobals.Named(module, name) : throw Misplaced(code),
            BINPERSID => Storage(Pop(1)[0]),
            REDUCE => Pop(2) switch
            {
                [PickleGlobals.Function function, object?[] arguments] => function(arguments),
                [_, object?[]] => throw new InvalidDataException("its pickle calls what is no function: nothing was run"),
                _ => throw Misplaced(code),
            },
            _ => throw new InvalidDataException(
                $"its pickle has the instruction {(Enum.IsDefined(code) ? $"{code} (0x{(byte)code:x2})" : $"0x{(byte)code:x2}")}, "
                    + $"which no dictionary of tensors needs: nothing was run"
            ),
        };

    // ("storage", class, key, device, count), in the older form with a sixth, which is None unless the storage is a part of another.
    private PickledStorage Storage(object? id)
    {
        if (
            id is not object?[] { Length: 5 or 6 } parts
            || parts is not ["storage", ScalarType type, string key, string, long count and >= 0, ..]
            || parts.ElementAtOrDefault(5) is not null
        )
        {
            throw new InvalidDataException("its pickle refers to something outside that is no storage");
        }
        var storage = new PickledStorage(key, type, count);
        return !storages.TryAdd(key, storage) && storages[key] != storage
            ? throw new InvalidDataException($"storage {PickleSource.Shown(key)} is described in two ways")
            : storages[key];
    }

    private static void Set(Dictionary<string, object?> dictionary, List<object?> pairs)
    {
        if (pairs.Count % 2 != 0)
        {
            throw new InvalidDataException("a dictionary in it has a key without a value");
        }
        foreach (var pair in pairs.Chunk(2))
        {
            var key = pair[0] switch
            {
                string text => text,
                long number => number.ToString(CultureInfo.InvariantCulture), // what an optimiser keeps is numbered
                _ => throw new InvalidDataException("a dictionary in it has keys that are no text"),
            };
            if (!dictionary.TryAdd(key, pair[1]))
            {
                throw new InvalidDataException($"{PickleSource.Shown(key)} comes twice in it");
            }
        }
    }

    private List<object?> AboveMark()
    {
        var items = stack;
        stack = below.TryPop(out var under) ? under : throw Empty();
        return items;
    }

    private object? Top() => stack.Count > 0 ? stack[^1] : throw Empty();

    private List<object?> Pop(int count)
    {
        var from = stack.Count >= count ? stack.Count - count : throw Empty();
        var top = stack[from..];
        stack.RemoveRange(from, count);
        return top;
    }

    private static T As<T>(object? value, PickleOpcode code)
        where T : class => value as T ?? throw Misplaced(code);

    private static InvalidDataException Empty() => new("its pickle takes more from the stack than it put there");

    private static InvalidDataException Misplaced(PickleOpcode code) =>
        new($"its pickle has the instruction {code} in a place where no dictionary of tensors has it: nothing was run");
}
