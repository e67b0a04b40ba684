using System.Runtime.CompilerServices;
using Lethe.Runtime;

namespace Lethe.Tests;

/// <summary>
/// Loads torch before any test names a type of TorchSharp: a test that touched TorchSharp before Lethe would have it
/// look for its libraries alone, fail, and copy 480 MB about. It gets one thread unless <c>OMP_NUM_THREADS</c> says
/// otherwise: the networks here are tiny, and the other test program runs at the same time.
/// </summary>
internal static class LoadTorch
{
#pragma warning disable CA2255 // what module initialisers are for
    [ModuleInitializer]
    internal static void First()
    {
        TorchRuntime.Load();
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
        {
            TorchSharp.torch.set_num_threads(1);
        }
    }
#pragma warning restore CA2255
}
