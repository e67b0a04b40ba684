using System.Text.RegularExpressions;

namespace Lethe.Cli.Doctor;

/// <summary>The version of a libtorch folder.</summary>
internal static partial class LibTorchVersion
{
    /// <returns>What <c>build-version</c> or PyTorch's <c>version.py</c> beside it says, else the package folder's name, else "unknown".</returns>
    public static string Of(string folder)
    {
        foreach (var file in (string[])[Path.Combine(folder, "build-version"), Path.Combine(folder, "..", "build-version"), Path.Combine(folder, "..", "version.py")])
        {
            if (File.Exists(file) && Number().Match(File.ReadAllText(file)) is { Success: true } written)
            {
                return written.Value;
            }
        }
        // .../libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native
        return folder.Split('/', '\\').FirstOrDefault(static part => Whole().IsMatch(part)) ?? "unknown";
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+(\+\w+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?$")]
    private static partial Regex Whole();
}
