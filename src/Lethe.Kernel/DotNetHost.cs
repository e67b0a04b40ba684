using System.Runtime.InteropServices;

namespace Lethe.Kernel;

/// <summary>The <c>dotnet</c> command that this process runs on.</summary>
internal static class DotNetHost
{
    /// <summary>Its absolute path, for what starts without a PATH (VS Code); the bare name if it is not where the runtime is.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // …/dotnet/shared/Microsoft.NETCore.App/10.0.1/
        var root = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).Parent?.Parent?.Parent;
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            root is null ? null : System.IO.Path.Combine(root.FullName, name),
        ];
        return candidates.FirstOrDefault(File.Exists) ?? name;
    }
}
