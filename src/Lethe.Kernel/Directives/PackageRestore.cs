using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text.Json;

namespace Lethe.Kernel.Directives;

/// <summary>The SDK's own <c>dotnet restore</c>, into a folder named after what was asked: the next notebook that asks for the same finds
/// it there.</summary>
internal sealed class PackageRestore
{
    private const string SourceLost = "NU1301";

    private bool isSourceLost;

    /// <summary>Folders and addresses that packages come from, beside those of the user's own configuration.</summary>
    public List<string> Sources { get; } = [];

    /// <exception cref="DirectiveException">There is no such package, or no SDK.</exception>
    public PackageAssets Run(SortedDictionary<string, string> packages, List<string> warnings, CancellationToken cancellation)
    {
        var project = Project(packages);
        var folder = LetheHome.Ensure(
            Path.Combine(LetheHome.Packages, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16])
        );
        using var mine = Lock(Path.Combine(folder, "lock"), cancellation);
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        var complete = Path.Combine(folder, "complete");
        if (File.Exists(complete))
        {
            try
            {
                var cached = PackageAssets.Read(assets);
                if (cached.Assemblies.Concat(cached.Natives).All(File.Exists))
                {
                    return cached;
                }
            }
            catch (Exception error) when (error is IOException or JsonException or KeyNotFoundException)
            {
                // Half a cache is none.
            }
        }
        File.Delete(complete);
        RestoreFrom(
            folder,
            project,
            string.Join(", ", packages.Select(static package => $"{package.Key} {package.Value}")),
            warnings,
            cancellation
        );
        var read = PackageAssets.Read(assets);
        File.WriteAllText(complete, "");
        return read;
    }

    // Two kernels may want the same packages at the same time.
    private static FileStream Lock(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(100));
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private string Project(SortedDictionary<string, string> packages)
    {
        // Not the system's own name for itself: packages know only the portable ones.
        var system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : "linux";
        var lines = packages.Select(static package =>
            $"""<PackageReference Include="{SecurityElement.Escape(package.Key)}" Version="{SecurityElement.Escape(package.Value)}" />"""
        );
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}</RuntimeIdentifier>
                <RestoreAdditionalProjectSources>{SecurityElement.Escape(string.Join(';', Sources))}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", lines)}
              </ItemGroup>
            </Project>

            """;
    }

    // A feed of the notebook's that is no more must not keep packages away that others have.
    private void RestoreFrom(string folder, string project, string what, List<string> warnings, CancellationToken cancellation)
    {
        var failure = Restore(isSourceLost);
        if (failure is not null && !isSourceLost && Sources.Count > 0 && failure.Contains(SourceLost, StringComparison.Ordinal))
        {
            var lost = Sources.Where(source => failure.Contains(source, StringComparison.OrdinalIgnoreCase)).DefaultIfEmpty("a source");
            warnings.Add($"{string.Join(", ", lost)} does not answer: packages come from the others.");
            isSourceLost = true;
            failure = Restore(canDoWithout: true);
        }
        if (failure is not null)
        {
            throw new DirectiveException($"Cannot restore {what}. {string.Join('\n', warnings.Append(failure))}");
        }

        string? Restore(bool canDoWithout) =>
            NuGetRestore.Run(folder, project, cancellation, canDoWithout ? [("RestoreIgnoreFailedSources", "true")] : []);
    }
}
