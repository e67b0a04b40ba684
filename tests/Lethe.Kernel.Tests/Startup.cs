using System.Runtime.CompilerServices;
using Lethe.Runtime;

namespace Lethe.Kernel.Tests;

/// <summary>Cells have the cultures here that they have in the command.</summary>
internal static class Startup
{
    [ModuleInitializer]
    internal static void Run() => Cultures.Prepare();
}
