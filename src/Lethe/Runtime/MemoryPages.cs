using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>Settings of the C library's allocator.</summary>
internal static partial class MemoryPages
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD of malloc.h
    private const int MapMaximum = -4; // M_MMAP_MAX

    /// <summary>Keeps freed memory in the process: a training step frees all its activations, and glibc would hand the pages back to the
    /// kernel and fault each in again at the next.</summary>
    public static void KeepPages()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("LETHE_KEEP_PAGES") != "0")
        {
            try
            {
                _ = Option(TrimThreshold, int.MaxValue);
                _ = Option(MapMaximum, 0);
            }
            catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
            {
                // musl has no mallopt, and no such habit either.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Option(int parameter, int value);
}
