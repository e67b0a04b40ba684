using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>The world's cultures for code that asks for one, as a notebook's cell may; all else gets the invariant culture, and is the same
/// everywhere.</summary>
public static class Cultures
{
    // Those that .NET itself looks for.
    private const int OldestIcu = 50,
        NewestIcu = 100;

    public static bool AreAvailable { get; private set; }

    /// <summary>Call it before anything else: the runtime decides once. The programs are built without cultures, since with them a process
    /// ends at once where there is no ICU library; here they are switched on where there is one.</summary>
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
            var ending = string.Concat(".so.", version.ToString());
            if (NativeLibrary.TryLoad("libicuuc" + ending, out _) && NativeLibrary.TryLoad("libicui18n" + ending, out _))
            {
                return true;
            }
        }
        return false;
    }
}
