using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Lethe.Kernel.Compiling;

namespace Lethe.Kernel.Execution;

/// <summary>
/// Where a method of a cell reaches into arrays, texts and spans. Of an index that is out of range the runtime says only in which method
/// it was: in compiled code all of a method's checks end in one place, and the line of that place may be any.
/// </summary>
internal static class ArrayAccess
{
    private const int MostInlined = 100; // bytes of a method that may have been compiled into its caller

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => code.Value);

    /// <summary>Where a statement of a cell begins, counted from 1.</summary>
    internal readonly record struct Access(string Place, int Line, int Column);

    /// <returns>Every statement that may have failed, in the order of the text; empty if there is none to be found.</returns>
    public static IReadOnlyList<Access> Of(MethodBase method)
    {
        var found = new HashSet<Access>();
        Collect(method, found, []);
        return [.. found.OrderBy(static access => access.Line)];
    }

    private static void Collect(MethodBase method, HashSet<Access> found, HashSet<MethodBase> seen)
    {
        if (
            CellContext.SymbolsOf(method.Module.Assembly) is not { } symbols
            || method.GetMethodBody()?.GetILAsByteArray() is not { } code
            || !seen.Add(method)
        )
        {
            return;
        }
        using var provider = MetadataReaderProvider.FromPortablePdbImage([.. symbols]);
        var reader = provider.GetMetadataReader();
        var points = reader
            .GetMethodDebugInformation((MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken))
            .GetSequencePoints()
            .Where(static point => !point.IsHidden)
            .ToList();
        foreach (var (offset, callee) in Steps(method, code))
        {
            if (callee is null || IsChecked(callee))
            {
                if (points.LastOrDefault(point => point.Offset <= offset) is { StartLine: > 0 } point)
                {
                    found.Add(new(reader.GetString(reader.GetDocument(point.Document).Name), point.StartLine, point.StartColumn));
                }
            }
            else if (callee.GetMethodBody()?.GetILAsByteArray()?.Length < MostInlined)
            {
                Collect(callee, found, seen);
            }
        }
    }

    private static bool IsChecked(MethodBase callee) =>
        callee.DeclaringType is { } type
        && (
            type.IsArray
            || (type == typeof(string) && callee.Name == "get_Chars")
            || (callee.Name == "get_Item" && type.IsGenericType && type.IsByRefLike)
        ); // of a span

    // The instructions that reach into an array (with null), and the calls.
    private static IEnumerable<(int Offset, MethodBase? Callee)> Steps(MethodBase method, byte[] code)
    {
        for (var at = 0; at < code.Length; )
        {
            var offset = at;
            var opcode = Codes[code[at] == 0xFE ? unchecked((short)(0xFE00 | code[++at])) : code[at]];
            var operand = at + 1;
            at = operand + Size(opcode, code, operand);
            if (opcode.Name!.StartsWith("ldelem", StringComparison.Ordinal) || opcode.Name.StartsWith("stelem", StringComparison.Ordinal))
            {
                yield return (offset, null);
            }
            else if (opcode.OperandType == OperandType.InlineMethod && Resolve(method, BitConverter.ToInt32(code, operand)) is { } callee)
            {
                yield return (offset, callee);
            }
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        try
        {
            var arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
            return method.Module.ResolveMethod(token, method.DeclaringType?.GetGenericArguments(), arguments);
        }
        catch (Exception error) when (error is ArgumentException or FileNotFoundException or TypeLoadException)
        {
            return null; // of something that cannot be loaded; it was not what failed
        }
    }

    private static int Size(OpCode opcode, byte[] code, int at) =>
        opcode.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
            _ => 4,
        };
}
