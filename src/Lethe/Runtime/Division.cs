namespace Lethe.Runtime;

/// <summary>A machine instruction of x64 that divides integers.</summary>
/// <param name="Length">In bytes; 0 if it is none.</param>
/// <param name="Bits">Of the divisor.</param>
internal readonly record struct Division(int Length, int Bits, bool IsSigned)
{
    public const int Longest = 15;

    public static Division At(ReadOnlySpan<byte> code)
    {
        var at = 0;
        var bits = 32;
        for (; code[at] is 0x66 or 0x2e or 0x36 or 0x3e or 0x26 or 0x64 or 0x65; at++)
        {
            bits = code[at] == 0x66 ? 16 : bits;
        }
        if (code[at] is >= 0x40 and <= 0x4f)
        {
            bits = (code[at++] & 8) != 0 ? 64 : bits;
        }
        bits = code[at] == 0xf6 ? 8 : bits;
        var operand = code[at + 1];
        var operation = (operand >> 3) & 7;
        return code[at] is 0xf6 or 0xf7 && operation is 6 or 7
            ? new(at + 1 + OperandLength(code[(at + 1)..]), bits, operation == 7)
            : default;
    }

    // The byte that names the operand, a second one for two registers, and a distance.
    private static int OperandLength(ReadOnlySpan<byte> operand)
    {
        var (mode, register) = (operand[0] >> 6, operand[0] & 7);
        if (mode == 3)
        {
            return 1;
        }
        var hasIndex = register == 4;
        var distance = mode switch
        {
            1 => 1,
            2 => 4,
            _ => register == 5 || (hasIndex && (operand[1] & 7) == 5) ? 4 : 0,
        };
        return 1 + (hasIndex ? 1 : 0) + distance;
    }
}
