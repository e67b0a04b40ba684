using System.Runtime.CompilerServices;
using Lethe.Runtime;

namespace Lethe.Tests;

/// <summary>
/// Loads torch before any test names a type of TorchSharp: a test that touched TorchSharp before Lethe would have it
/// look for its libraries alone, fail, and copy 480 MB about.
/// </summary>
internal static class LoadTorch
{
#pragma warning disable CA2255 // what module initialisers are for
    [ModuleInitializer]
    internal static void First() => TorchRuntime.Load();
#pragma warning restore CA2255
}
