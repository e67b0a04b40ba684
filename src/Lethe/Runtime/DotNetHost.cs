using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>The <c>dotnet</c> command that this process runs on.</summary>
internal static class DotNetHost
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>Its absolute path, for what starts without a PATH (VS Code); the bare name if it is not where the runtime is.</summary>
    public static string Path { get; } =
        new[]
        {
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            // …/dotnet/shared/Microsoft.NETCore.App/10.0.1/
            System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", Name)),
        }.FirstOrDefault(File.Exists)
        ?? Name;
}
