using static Lethe.Training.Pickles.PickleOpcode;
using static TorchSharp.torch;

namespace Lethe.Training.Pickles;

/// <summary>
/// Reads those pickles that describe a dictionary of tensors, or one beside plain values, as a checkpoint does. Of Python's instructions it
/// knows those that put a value, a tuple, a list or a dictionary
/// on the stack or take it from there;
/// those that call something do for the functions of <see cref="PickleFunction"/> alone, which are carried out here. Everything else is
/// refused by name, and nothing of it happens.
/// </summary>
internal sealed class PickleMachine(Stream stream)
{
    private const int MaxProtocol = 5;
    private const int MaxInstructions = 1_000_000; // a tensor takes about 40

    private readonly PickleSource source = new(stream);
    private readonly Dictionary<string, PickledStorage> storages = new(StringComparer.Ordinal);
    private readonly Dictionary<long, object?> memo = [];
    private readonly Stack<List<object?>> below = []; // what lies under each MARK
    private List<object?> stack = [];
    private int instructions;

    /// <summary>What the pickles so far have mentioned.</summary>
    public IReadOnlyDictionary<string, PickledStorage> Storages => storages;

    /// <summary>The value of the next pickle in the stream, which ends right behind it.</summary>
    /// <exception cref="InvalidDataException">Refused, or not a pickle.</exception>
    public object? Run()
    {
        (stack, instructions) = ([], 0);
        below.Clear();
        memo.Clear();
        while (true)
        {
            var code = (PickleOpcode)source.Byte();
            if (code == STOP)
            {
                return stack.Count == 1 && below.Count == 0
                    ? stack[0]
                    : throw new InvalidDataException($"its pickle ends with {stack.Count} values instead of one");
            }
            if (++instructions > MaxInstructions)
            {
                throw new InvalidDataException($"its pickle has more than {MaxInstructions} instructions");
            }
            Step(code);
        }
    }

    private void Step(PickleOpcode code)
    {
        switch (code)
        {
            case PROTO:
                var protocol = source.Byte();
                if (protocol > MaxProtocol)
                {
                    throw new InvalidDataException($"it is of pickle protocol {protocol}");
                }
                break;
            case FRAME:
                source.Integer(8, true); // only groups bytes
                break;
            case NONE:
                stack.Add(null);
                break;
            case NEWTRUE or NEWFALSE:
                stack.Add(code == NEWTRUE);
                break;
            case BININT1 or BININT2 or BININT:
                stack.Add(
                    source.Integer(
                        code == BININT1 ? 1
                            : code == BININT2 ? 2
                            : 4,
                        code == BININT
                    )
                );
                break;
            case BINFLOAT:
                stack.Add(
                    BitConverter.Int64BitsToDouble(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(source.Integer(8, true)))
                ); // the most significant byte first
                break;
            case LONG1:
                var bytes = source.Byte();
                stack.Add(bytes <= 8 ? source.Integer(bytes, true) : throw new InvalidDataException($"an integer in it has {bytes} bytes"));
                break;
            case BINUNICODE or SHORT_BINUNICODE:
                stack.Add(source.Text(source.Integer(code == BINUNICODE ? 4 : 1, false)));
                break;
            case BINPUT or LONG_BINPUT:
                memo[source.Integer(code == BINPUT ? 1 : 4, false)] = Top();
                break;
            case MEMOIZE:
                memo[memo.Count] = Top();
                break;
            case BINGET or LONG_BINGET:
                stack.Add(
                    memo.TryGetValue(source.Integer(code == BINGET ? 1 : 4, false), out var kept)
                        ? kept
                        : throw new InvalidDataException("it recalls a value that it never kept")
                );
                break;
            default:
                Build(code);
                break;
        }
    }

    private void Build(PickleOpcode code)
    {
        switch (code)
        {
            case MARK:
                below.Push(stack);
                stack = [];
                break;
            case EMPTY_TUPLE:
                stack.Add(Array.Empty<object?>());
                break;
            case TUPLE:
                var items = AboveMark();
                stack.Add(items.ToArray());
                break;
            case TUPLE1 or TUPLE2 or TUPLE3:
                var tuple = new object?[code - TUPLE1 + 1];
                for (var i = tuple.Length - 1; i >= 0; i--)
                {
                    tuple[i] = Pop();
                }
                stack.Add(tuple);
                break;
            case EMPTY_LIST:
                stack.Add(new List<object?>());
                break;
            case APPEND or APPENDS:
                List<object?> more = code == APPENDS ? AboveMark() : [Pop()];
                Top<List<object?>>(code).AddRange(more);
                break;
            case EMPTY_DICT:
                stack.Add(new Dictionary<string, object?>(StringComparer.Ordinal));
                break;
            case SETITEM or SETITEMS:
                var last = code == SETITEM ? Pop() : null;
                List<object?> pairs = code == SETITEM ? [Pop(), last] : AboveMark();
                Set(Top<Dictionary<string, object?>>(code), pairs);
                break;
            default:
                Call(code);
                break;
        }
    }

    private void Call(PickleOpcode code)
    {
        switch (code)
        {
            case GLOBAL:
                stack.Add(Named(source.Line(), source.Line()));
                break;
            case STACK_GLOBAL:
                var (name, module) = (Pop<string>(code), Pop<string>(code));
                stack.Add(Named(module, name));
                break;
            case BINPERSID:
                stack.Add(Storage(Pop()));
                break;
            case REDUCE:
                var arguments = Pop<object?[]>(code);
                stack.Add(Called(Pop(), arguments));
                break;
            case BUILD:
                Pop<Dictionary<string, object?>>(code); // the attributes of a state_dict, versions of its modules: of no use here
                Top<Dictionary<string, object?>>(code);
                break;
            default:
                throw new InvalidDataException(
                    $"its pickle has the instruction "
                        + $"{(Enum.IsDefined(code) ? $"{code} (0x{(byte)code:x2})" : $"0x{(byte)code:x2}")}, which no dictionary of "
                        + $"tensors needs: nothing was run"
                );
        }
    }

    private static object Named(string module, string name) =>
        (module, name) switch
        {
            ("collections", "OrderedDict") => PickleFunction.OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2") => PickleFunction.RebuildTensor,
            ("torch._utils", "_rebuild_parameter") => PickleFunction.RebuildParameter,
            ("torch", _) when PickledStorage.TypeOf(name) is { } type => type,
            _ => throw new InvalidDataException(
                $"its pickle asks for {PickleSource.Shown(module)}.{PickleSource.Shown(name)}, which is no part of a "
                    + $"dictionary of tensors: nothing was run. {StateDict.Advice}"
            ),
        };

    private static object Called(object? function, object?[] arguments) =>
        function switch
        {
            PickleFunction.OrderedDict when arguments.Length == 0 => new Dictionary<string, object?>(StringComparer.Ordinal),
            PickleFunction.RebuildTensor => PickledTensor.Of(arguments),
            PickleFunction.RebuildParameter
                when arguments is [PickledTensor tensor, bool, null or Dictionary<string, object?> { Count: 0 }] => tensor,
            _ => throw new InvalidDataException(
                $"its pickle calls "
                    + $"{(function is PickleFunction known ? $"{known} with {arguments.Length} arguments that it does not take" : "what is no function")}: "
                    + $"nothing was run"
            ),
        };

    // ("storage", class, key, device, count), in the older form with a sixth, which is None unless the storage is a part of another.
    private PickledStorage Storage(object? id)
    {
        if (
            id is not object?[] { Length: 5 or 6 } parts
            || parts is not ["storage", ScalarType type, string key, string, long count, ..]
            || (parts.Length == 6 && parts[5] is not null)
            || count < 0
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
        for (var i = 0; i < pairs.Count; i += 2)
        {
            // What an optimiser keeps is numbered.
            var key =
                pairs[i] as string ?? (pairs[i] is long number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
            if (key is null || !dictionary.TryAdd(key, pairs[i + 1]))
            {
                throw new InvalidDataException(
                    key is { } twice ? $"{PickleSource.Shown(twice)} comes twice in it" : "a dictionary in it has keys that are no text"
                );
            }
        }
    }

    private List<object?> AboveMark()
    {
        var items = stack;
        stack = below.TryPop(out var under)
            ? under
            : throw new InvalidDataException("its pickle takes more from the stack than it put there");
        return items;
    }

    private object? Top() =>
        stack.Count > 0 ? stack[^1] : throw new InvalidDataException("its pickle takes more from the stack than it put there");

    private T Top<T>(PickleOpcode code)
        where T : class => Top() as T ?? throw Misplaced(code);

    private object? Pop()
    {
        var top = Top();
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private T Pop<T>(PickleOpcode code)
        where T : class => Pop() as T ?? throw Misplaced(code);

    private static InvalidDataException Misplaced(PickleOpcode code) =>
        new($"its pickle has the instruction {code} in a place where no dictionary of tensors has it: nothing was run");
}
