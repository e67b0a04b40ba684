using System.Reflection;
using System.Runtime.InteropServices;
using Lethe.Data;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Kernel;
using static System.FormattableString;
using static Lethe.Cli.Doctor.Verdict;

namespace Lethe.Cli.Doctor;

/// <summary>What there is on the machine.</summary>
/// <param name="TorchFailure">Why torch does not load; null if it does.</param>
internal sealed record Examination(IReadOnlyList<Fact> Facts, LetheException? TorchFailure)
{
    /// <summary>What will not work on this machine, a few words each.</summary>
    public IReadOnlyList<string> Lost => [.. Facts.Select(static fact => fact.Lost).OfType<string>()];

    /// <summary>The last line: what will not work, counted; and what could be had besides.</summary>
    public string Summary
    {
        get
        {
            var optional = Facts.Where(static fact => fact.Verdict == Note).ToLookup(static fact => fact.Topic == "data");
            string[] names =
            [
                .. optional[false].Select(static fact => fact.Name),
                .. optional[true].Any() ? (string[])[$"{optional[true].Count()} data sets and weights"] : [],
            ];
            var rest = names.Length == 0 ? "" : $" Optional, and not here: {string.Join(", ", names)}.";
            return Lost.Count == 0
                ? $"All well.{rest}"
                : $"{Lost.Count} {(Lost.Count == 1 ? "thing" : "things")} will not work: {string.Join("; ", Lost)}.{rest}";
        }
    }

    /// <summary>Looks at the machine. Nothing but <see cref="TorchFacts"/> touches torch.</summary>
    public static Examination Run()
    {
        var (torch, failure) = TorchFacts.Look();
        return new(
            [.. Kit(), .. Machine(), .. torch, .. TorchRuntime.LibTorch is null ? [] : DataSets(), Finder(), Films(), .. Cache(), Kernel()],
            failure
        );
    }

    internal static string VersionOf(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+')[0];

    private static IEnumerable<Fact> Kit()
    {
        const string NoCultures = "only the invariant one; a cell's new CultureInfo(\"de-DE\") needs ICU (Debian, Ubuntu: libicu-dev)";
        yield return new("kit", "lethe", "Lethe", VersionOf(typeof(Fact).Assembly));
        yield return new("kit", "dotnet", ".NET", RuntimeInformation.FrameworkDescription);
        yield return new("kit", "os", "Operating system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return new("kit", "cultures", "Cultures", Cultures.AreAvailable ? "yes" : NoCultures, Cultures.AreAvailable ? Good : Note);
        if (OperatingSystem.IsWindows())
        {
            yield return new("kit", "windows", "Windows", "the kit's tests have not been run on it yet", Note);
        }
    }

    private static IEnumerable<Fact> Machine()
    {
        yield return new("machine", "processor", "Processor", Processor.Name);
        yield return new(
            "machine",
            "cores",
            "Cores",
            Invariant($"{Processor.PhysicalCores} physical, {Environment.ProcessorCount} logical")
        );
        yield return new("machine", "memory_gib", "Memory", Invariant($"{Processor.MemoryGib} GiB"));
        var hasBFloat16 = Processor.HasBFloat16;
        yield return new("machine", "bfloat16", "bfloat16 in hardware", hasBFloat16 ? "yes" : "no", hasBFloat16 ? Good : Neutral);
    }

    private static IEnumerable<Fact> DataSets() =>
        from set in new DataStore(new()).List()
        let name = set.Manifest.Name
        let missing = $"not here; `lethe data get {name}` {(set.Manifest.IsGated ? "says how to ask for it" : "fetches it")}"
        select new Fact("data", name, set.Manifest.Title, set.Location ?? missing, set.IsPresent ? Good : Note);

    private static Fact Finder() =>
        FaceFinders.HasYuNet()
            ? new("faces", "face_finder", "Face finder", "yunet", Good)
            : new("faces", "face_finder", "Face finder", "haar, which comes with the kit; `lethe data get yunet` fetches a better one");

    private static Fact Films()
    {
        try
        {
            var ffmpeg = Ffmpeg.Find();
            return new("films", "ffmpeg", "ffmpeg", $"{ffmpeg.Version} ({ffmpeg.Path}), x264 {ffmpeg.X264}", Good);
        }
        catch (LetheException error)
        {
            return new("films", "ffmpeg", "ffmpeg", error.Message, Fault, "films and their compression (no ffmpeg)");
        }
    }

    private static IEnumerable<Fact> Cache()
    {
        yield return new("cache", "cache_folder", "Cache folder", LetheHome.Root);
        yield return new("cache", "cache_bytes", "Cache size", Invariant($"{FolderSize.Of(LetheHome.Root) / 1e6:F1} MB"));
        yield return FolderSize.WhyNotWritable(LetheHome.Root) is { } reason
            ? new(
                "cache",
                "cache_writable",
                "Cache writable",
                $"no: {reason} Set LETHE_HOME to a folder you can write to",
                Fault,
                "keeping records and trained networks (the cache cannot be written)"
            )
            : new("cache", "cache_writable", "Cache writable", "yes", Good);
    }

    private static Fact Kernel()
    {
        const string Name = "Jupyter kernel";
        if (KernelSpecs.Find() is not { } found)
        {
            return new("kernel", "kernel", Name, "not installed; `lethe kernel install` does it", Note);
        }
        var program = KernelSpecs.Program(found);
        return File.Exists(program)
            ? new("kernel", "kernel", Name, found, Good)
            : new(
                "kernel",
                "kernel",
                Name,
                $"{found}, but {program} is gone: run `lethe kernel install` again",
                Fault,
                "notebooks in Jupyter (the kernel's program is gone)"
            );
    }
}
