using System.Runtime.CompilerServices;

namespace Lethe.Cli;

/// <summary>What must come before the first line of the program.</summary>
internal static class Startup
{
    [ModuleInitializer]
    internal static void Run() => Cultures.Prepare();
}
