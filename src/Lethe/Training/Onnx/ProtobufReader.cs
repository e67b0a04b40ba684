using System.Buffers.Binary;

namespace Lethe.Training.Onnx;

/// <summary>Reads the fields of one protobuf message, in which no length is believed before it has been compared with what is
/// there.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int VariableNumber = 0,
        EightBytes = 1,
        Content = 2,
        FourBytes = 5;

    private ReadOnlySpan<byte> rest = message;

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Its value, where it is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its content, where it is text, bytes, a list of numbers or a message; empty where it is a number.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">No such message.</exception>
    public bool Next()
    {
        if (rest.IsEmpty)
        {
            return false;
        }
        var key = Variable();
        if (key >> 3 is 0 or > int.MaxValue)
        {
            throw new InvalidDataException("a field has no number");
        }
        Field = (int)(key >> 3);
        Number = 0;
        Bytes = default;
        switch ((int)(key & 7))
        {
            case VariableNumber:
                Number = Variable();
                break;
            case EightBytes:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case Content:
                Bytes = Take(Variable());
                break;
            case FourBytes:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new InvalidDataException("a field is of a kind that is not known");
        }
        return true;
    }

    /// <summary>The numbers of this field, of which there are several where they are written as a list.</summary>
    public readonly IEnumerable<long> Numbers()
    {
        if (Bytes.IsEmpty)
        {
            return [(long)Number];
        }
        var numbers = new List<long>();
        for (var list = new ProtobufReader(Bytes); !list.rest.IsEmpty; )
        {
            numbers.Add((long)list.Variable());
        }
        return numbers;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
        {
            throw new EndOfStreamException();
        }
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    // Seven bits a byte, the least significant first; the highest bit of a byte says that another follows.
    private ulong Variable()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
        throw new InvalidDataException("a number has more than ten bytes");
    }
}
