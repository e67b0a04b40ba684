namespace Lethe.Kernel.Outputs;

/// <summary>Types as they are written in C#.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Of(underlying)}?";
        }
        if (!type.IsGenericType)
        {
            return type.Name;
        }
        var arguments = type.GetGenericArguments().Select(Of);
        return type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) ? $"({string.Join(", ", arguments)})"
            : type.Name.Contains("AnonymousType", StringComparison.Ordinal) ? "anonymous type"
            : $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>";
    }
}
