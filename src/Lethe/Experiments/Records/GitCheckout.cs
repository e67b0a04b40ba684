using System.ComponentModel;
using System.Diagnostics;

namespace Lethe.Experiments.Records;

/// <summary>A git working tree, read without git: <c>HEAD</c>, loose and packed references, linked worktrees.</summary>
public sealed class GitCheckout
{
    private GitCheckout(string root, string gitFolder)
    {
        Root = root;
        // A linked worktree has its own HEAD, and the references of the repository it belongs to.
        var common = Read(Path.Combine(gitFolder, "commondir")) is { } other ? Path.GetFullPath(other, gitFolder) : gitFolder;
        Commit = Resolve(gitFolder, common);
    }

    /// <summary>The folder that holds <c>.git</c>.</summary>
    public string Root { get; }

    /// <summary>
    /// The full hash of the commit checked out; null before the first commit, or if the references are kept in a way unknown here.
    /// </summary>
    public string? Commit { get; }

    /// <summary>The working tree that <paramref name="folder"/> lies in; null if in none.</summary>
    public static GitCheckout? Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var git = Path.Combine(at.FullName, ".git");
            if (Directory.Exists(git))
            {
                return new(at.FullName, git);
            }
            if (Read(git) is { } pointer && pointer.StartsWith("gitdir:", StringComparison.Ordinal))
            {
                return new(at.FullName, Path.GetFullPath(pointer["gitdir:".Length..].Trim(), at.FullName));
            }
        }
        return null;
    }

    /// <summary>
    /// True if one of <paramref name="paths"/> (all, if none is named) differs from the commit. Asks <c>git</c>; null if that is not there
    /// or does not answer.
    /// </summary>
    public bool? IsDirty(params ReadOnlySpan<string> paths)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["--no-optional-locks", "status", "--porcelain", "--", .. paths])
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var changes = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                git.Kill();
                return null;
            }
            return git.ExitCode == 0 ? changes.GetAwaiter().GetResult().Length > 0 : null;
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Resolve(string gitFolder, string common)
    {
        var value = Read(Path.Combine(gitFolder, "HEAD"));
        for (var depth = 0; depth < 5 && value is not null; depth++) // a reference may name a reference
        {
            if (!value.StartsWith("ref:", StringComparison.Ordinal))
            {
                return value.Length is 40 or 64 && value.All(char.IsAsciiHexDigit) ? value : null;
            }
            var name = value["ref:".Length..].Trim();
            value = Read(Path.Combine(gitFolder, name)) ?? Read(Path.Combine(common, name)) ?? Packed(common, name);
        }
        return null;
    }

    // packed-refs: "# comment", "HASH NAME", and "^HASH" for what the tag above points to.
    private static string? Packed(string common, string name) =>
        Read(Path.Combine(common, "packed-refs"))
            ?.Split('\n')
            .Select(line => line.TrimEnd('\r').Split(' ', 2))
            .FirstOrDefault(parts => parts is [_, var other] && other == name)
            ?[0];

    private static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
