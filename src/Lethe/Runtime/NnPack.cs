using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>NNPACK, which torch asks before oneDNN when it has one thread and a few float32 images. Where it does not know the processor it
/// says so on stderr at every call; so it is not asked, which also makes one thread compute what several do.</summary>
internal static unsafe class NnPack
{
    /// <summary>False where torch is told not to ask it; null in a torch that does not say.</summary>
    public static bool? IsAsked(nint torch) =>
        Context(torch) is var context && context != 0 && Export(torch, "_ZNK2at7Context17userEnabledNNPACKEv") is var ask && ask != 0
            ? ((delegate* unmanaged<nint, byte>)ask)(context) != 0
            : null;

    public static void Leave(nint torch)
    {
        if (Context(torch) is var context && context != 0 && Export(torch, "_ZN2at7Context20setUserEnabledNNPACKEb") is var set && set != 0)
        {
            ((delegate* unmanaged<nint, byte, void>)set)(context, 0);
        }
    }

    private static nint Context(nint torch) =>
        Export(torch, "_ZN2at13globalContextEv") is var get && get != 0 ? ((delegate* unmanaged<nint>)get)() : 0;

    private static nint Export(nint torch, string name) => NativeLibrary.TryGetExport(torch, name, out var address) ? address : 0;
}
