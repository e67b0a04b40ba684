using System.Reflection;
using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>
/// Loads OpenCV's native library, 114 MB, the first time that something needs it: only the search for faces does. As with torch, the right
/// file is loaded before the binding asks the system for it by name.
/// </summary>
public static class OpenCvRuntime
{
    /// <summary>The environment variable that names another copy of the library.</summary>
    public const string Variable = "LETHE_OPENCV";

    /// <summary>What the library asks of a bare Debian or Ubuntu.</summary>
    public const string Packages = "libgtk-3-0 libdrm2 libatomic1";

    private const string FileName = "libOpenCvSharpExtern.so";

    private static readonly Lock Gate = new();
    private static bool loaded;

    /// <summary>Loads it once; harmless to repeat.</summary>
    /// <returns>The file in use.</returns>
    /// <exception cref="LetheException">Not made for this system, not there, or it does not load (<see cref="ExitCode.NoDevice"/>): one sentence says what to install.</exception>
    public static string Load()
    {
        lock (Gate)
        {
            var path = Find();
            if (!loaded)
            {
                LoadFile(path);
                // One thread: faces are found in the same order, by the same sums, on every run. Videos run side by side instead.
                OpenCvSharp.Cv2.SetNumThreads(1);
                loaded = true;
            }
            return path;
        }
    }

    /// <summary>Asks the variable, the folders beside the program, the restored package.</summary>
    /// <exception cref="LetheException">Nowhere (<see cref="ExitCode.NoDevice"/>).</exception>
    internal static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? Path.GetFullPath(named) : throw LetheException.NoDevice($"{Variable} names {named}, which is not there. Point it at {FileName}, or unset it.");
        }
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw LetheException.NoDevice($"Faces can be found on Linux x64 only: the kit has no OpenCV for this system. Make the crops on a Linux machine or in the devcontainer, or set {Variable} to an OpenCvSharpExtern library of your own.");
        }
        var packaged = typeof(OpenCvRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(static attribute => attribute.Key == "OpenCvLibrary")?.Value;
        return ((string?[])[Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", FileName), Path.Combine(AppContext.BaseDirectory, FileName), packaged]).FirstOrDefault(File.Exists)
            ?? throw LetheException.NoDevice($"OpenCV is nowhere to be found: not beside the program, not in the package folder ({packaged ?? "none recorded"}). Run `dotnet restore`, or set {Variable} to {FileName}.");
    }

    /// <exception cref="LetheException">The linker's sentence, and what to install.</exception>
    internal static void LoadFile(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw LetheException.NoDevice($"OpenCV, which finds the faces, does not load. The dynamic linker says: {TorchRuntime.LinkerSentence(error.Message)} On Debian and Ubuntu: apt-get install {Packages}", error);
        }
    }
}
