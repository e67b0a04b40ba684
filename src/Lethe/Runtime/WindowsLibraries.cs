using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>Why torch does not load on Windows, whose own message names neither the library nor the function that it misses.</summary>
internal static class WindowsLibraries
{
    // What c10.dll and torch_cpu.dll ask for, and a fresh Windows does not have.
    private static readonly string[] Redistributable = ["MSVCP140.dll", "VCRUNTIME140.dll", "VCRUNTIME140_1.dll"];

    /// <summary>What is missing and what to install, in sentences.</summary>
    /// <param name="isThere">Whether the system has a library.</param>
    public static string Advice(string binding, string folder, Func<string, bool>? isThere = null)
    {
        isThere ??= static name => NativeLibrary.TryLoad(name, out _);
        if (Redistributable.FirstOrDefault(name => !isThere(name)) is { } library)
        {
            return $"{library} is missing: install the Microsoft Visual C++ Redistributable (x64), then try again.";
        }
        try
        {
            return PeImage.Unresolved(binding, folder) is [var first, ..] missing
                ? Invariant($"{missing.Count} of the functions that LibTorchSharp.dll needs are not in {folder}, first {first}. {Install}")
                : $"All functions that LibTorchSharp.dll needs are in {folder}, so something else keeps it from loading. {Install}";
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return $"{folder} cannot be compared with LibTorchSharp.dll: {error.Message}. {Install}";
        }
    }

    private static string Install =>
        $"Install PyTorch {LibTorchPackage.Version} (`python -m pip install torch=={LibTorchPackage.Version}`), and set "
        + $"{LibTorchFolder.Variable} to its lib folder.";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
