using System.Reflection;
using System.Text.RegularExpressions;

namespace Lethe.Kernel.Execution;

/// <summary>A method as a person would call it, whatever the compiler has made of its name.</summary>
internal static partial class MethodName
{
    /// <returns>Empty for the statements of a cell.</returns>
    public static string Of(MethodBase method)
    {
        var type = method.DeclaringType;
        var isOfCell = type?.Assembly.GetName().Name?.StartsWith("cell-", StringComparison.Ordinal) ?? false;
        // <Train>d__3.MoveNext, <<Initialize>>b__0_1, <Outer>g__Inner|2_0
        var mangled = method.Name == "MoveNext" && type is not null ? type.Name : method.Name;
        var name =
            LocalFunction().Match(mangled) is { Success: true } local ? local.Groups["name"].Value
            : mangled.Contains("b__", StringComparison.Ordinal) ? "lambda"
            : Within().Match(mangled) is { Success: true } within ? within.Groups["name"].Value
            : mangled;
        while (type is { IsNested: true } && type.Name.StartsWith('<'))
        {
            type = type.DeclaringType;
        }
        return name is "Initialize" or "<Initialize>" ? ""
            : type is null || (isOfCell && !type.IsNested) ? name
            : $"{Of(type)}.{name}";
    }

    public static string Of(Type type) => type.IsGenericType ? type.Name.Split('`')[0] : type.Name;

    [GeneratedRegex("g__(?<name>[^|]+)\\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex("^<+(?<name>[^<>]+)>")]
    private static partial Regex Within();
}
