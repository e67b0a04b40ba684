using System.Reflection;

namespace Lethe.Kernel;

/// <summary>What the kernel calls itself.</summary>
internal static class KernelVersion
{
    /// <summary>Of the Jupyter messaging protocol that is spoken here.</summary>
    public const string Protocol = "5.4";

    /// <summary>The kit's version, without the commit.</summary>
    public static string Text { get; } =
        (typeof(KernelVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split(
            '+'
        )[0];
}
