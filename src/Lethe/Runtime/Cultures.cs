using System.Globalization;
using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>
/// The world's cultures for code that asks for one, as notebooks' cells may: <c>new CultureInfo("de-DE")</c>, <c>Normalize()</c>, sorting.
/// Whatever does not ask gets the invariant culture, whatever the system's language is: the kit's numbers, tables and files are the same
/// everywhere.
/// </summary>
public static class Cultures
{
    // Those that .NET itself looks for.
    private const int OldestIcu = 50,
        NewestIcu = 100;

    /// <summary>True if this process has all cultures; if not, it has the invariant one alone.</summary>
    public static bool AreAvailable { get; private set; }

    /// <summary>
    /// Call it before anything else of the process: the runtime decides once. The programs of the kit are built without cultures, because
    /// with them a process ends at once on a machine that has no ICU library; here they are switched on where the library is.
    /// </summary>
    public static void Prepare()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is null && HasIcu())
        {
            AppContext.SetSwitch("System.Globalization.Invariant", false);
            AppContext.SetSwitch("System.Globalization.PredefinedCulturesOnly", false);
        }
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        AreAvailable = "e\u0301".Normalize() == "\u00e9"; // as it turned out, not as it was meant
    }

    // Both libraries of one version; nothing here may need a culture, not even to write a number into a text.
    private static bool HasIcu()
    {
        if (!OperatingSystem.IsLinux())
        {
            return true; // part of the system
        }
        for (var version = NewestIcu; version >= OldestIcu; version--)
        {
            if (
                NativeLibrary.TryLoad(string.Concat("libicuuc.so.", version.ToString()), out _)
                && NativeLibrary.TryLoad(string.Concat("libicui18n.so.", version.ToString()), out _)
            )
            {
                return true;
            }
        }
        return false;
    }
}
