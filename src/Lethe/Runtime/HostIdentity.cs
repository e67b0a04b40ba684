using System.Diagnostics;
using System.Security.Cryptography;

namespace Lethe.Runtime;

/// <summary>Which machine this process runs on, as far as process numbers mean the same there: a container has numbers of its
/// own.</summary>
internal static class HostIdentity
{
    /// <summary>For people: the machine's name, in letters, digits and dashes.</summary>
    public static string Name { get; } =
        string.Concat(Environment.MachineName.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));

    /// <summary>Eight hexadecimal digits: name, boot, and name space of process numbers.</summary>
    public static string Id { get; } =
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{Boot()}\n{File.ResolveLinkTarget(Numbers, false)?.Name}"))
        )[..8];

    private static string Numbers => OperatingSystem.IsLinux() ? "/proc/self/ns/pid" : AppContext.BaseDirectory;

    /// <summary>True if a process of this host runs under the number.</summary>
    public static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Boot()
    {
        const string file = "/proc/sys/kernel/random/boot_id";
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
