using System.Diagnostics;

namespace Lethe.Cli.Plans;

/// <summary>This very program, once more.</summary>
internal static class LetheProcess
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll");

    /// <param name="arguments">After <c>lethe</c>.</param>
    public static ProcessStartInfo Start(params IEnumerable<string> arguments) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == Path.GetFileNameWithoutExtension(Library)
            ? new(Environment.ProcessPath!, arguments)
            : new(DotNetHost.Path, ["exec", Library, .. arguments]);
}
