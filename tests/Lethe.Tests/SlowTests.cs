using System.Reflection;

namespace Lethe.Tests;

/// <summary>
/// Tests with <c>[Trait("Speed", "slow")]</c>, which the test projects leave out unless <c>-p:Slow=true</c> is given.
/// <c>.ci/run</c> runs them.
/// </summary>
internal static class SlowTests
{
    /// <param name="arguments">The command line of this process.</param>
    /// <returns>How many were left out, and how to run them; null if the command line does not leave them out.</returns>
    public static string? LeftOut(IReadOnlyList<string> arguments)
    {
        var isFiltered = arguments.Zip(arguments.Skip(1)).Contains(("--filter-not-trait", "Speed=slow"));
        var count = typeof(SlowTests).Assembly.GetTypes().SelectMany(static type => type.GetMethods()).Count(IsSlow);
        return isFiltered && count > 0
            ? $"Left out: {count} slow test{(count == 1 ? "" : "s")}. To run everything: dotnet test -c Release -p:Slow=true."
            : null;
    }

    // A theory counts once, however many rows it has.
    private static bool IsSlow(MethodInfo method) =>
        method.IsDefined(typeof(FactAttribute))
        && ((MemberInfo[])[method, method.DeclaringType!])
            .SelectMany(static member => member.GetCustomAttributes<TraitAttribute>())
            .Any(static trait => (trait.Name, trait.Value) == ("Speed", "slow"));
}
