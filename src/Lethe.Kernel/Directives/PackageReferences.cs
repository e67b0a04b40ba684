using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text.Json;
using Lethe.Kernel.Compiling;

namespace Lethe.Kernel.Directives;

/// <summary>
/// The NuGet packages of a notebook. All that were asked for so far are restored together, by the SDK's own <c>dotnet restore</c>, into a
/// folder named after what was asked; the next notebook that asks for the same finds it there.
/// </summary>
internal sealed class PackageReferences(ReferenceSet references)
{
    private readonly SortedDictionary<string, string> wanted = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> sources = [];

    public void AddSource(string source) => sources.Add(source);

    /// <summary>Adds a package in a version as in a project file; the latest if that is null.</summary>
    /// <returns>What to tell the reader.</returns>
    /// <exception cref="DirectiveException">There is no such package, or no SDK; the session is as it was.</exception>
    public string Add(string name, string? version, CancellationToken cancellation)
    {
        if (references.Has(name) && !wanted.ContainsKey(name))
        {
            return $"{name} is part of the kit: nothing to do.";
        }
        var all = new SortedDictionary<string, string>(wanted, StringComparer.OrdinalIgnoreCase)
        {
            [name] = version is null or "" ? "*" : version,
        };
        if (wanted.TryGetValue(name, out var had) && all[name] != had)
        {
            throw new DirectiveException($"{name} {had} is in use; another version needs a restarted kernel.");
        }
        var assets = Restore(all, cancellation);
        var added = assets.Assemblies.Count(references.Add);
        foreach (var native in assets.Natives)
        {
            references.Context.AddNative(native);
        }
        wanted[name] = all[name];
        var found = assets.Packages.FirstOrDefault(package => package.StartsWith($"{name} ", StringComparison.OrdinalIgnoreCase));
        return $"{found ?? name}{(added == 0 ? ": nothing new" : "")}";
    }

    private PackageAssets Restore(SortedDictionary<string, string> packages, CancellationToken cancellation)
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
        if (NuGetRestore.Run(folder, project, cancellation) is { } why)
        {
            var what = string.Join(", ", packages.Select(static package => $"{package.Key} {package.Value}"));
            throw new DirectiveException($"Cannot restore {what}. {why}");
        }
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
                <RestoreAdditionalProjectSources>{SecurityElement.Escape(string.Join(';', sources))}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", lines)}
              </ItemGroup>
            </Project>

            """;
    }
}
