using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Lethe.Data;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Kernel;
using Lethe.Runtime;
using TorchSharp;

namespace Lethe.Cli.Doctor;

/// <summary>Looks at the machine. Nothing here touches torch before <see cref="TorchRuntime.Load"/> has been tried.</summary>
internal sealed class Examination
{
    private readonly List<Fact> facts = [];

    private Examination() { }

    public IReadOnlyList<Fact> Facts => facts;

    /// <summary>Why torch does not load; null if it does.</summary>
    public LetheException? TorchFailure { get; private set; }

    /// <summary>What will not work on this machine, a few words each.</summary>
    public IReadOnlyList<string> Lost => [.. facts.Select(static fact => fact.Lost).OfType<string>()];

    /// <summary>The last line: what will not work, counted; and what could be had besides.</summary>
    public string Summary
    {
        get
        {
            var optional = facts.Where(static fact => fact.Verdict == Verdict.Note).ToLookup(static fact => fact.Topic == "data");
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

    public static Examination Run()
    {
        var examination = new Examination();
        examination.Kit();
        examination.Machine();
        examination.Torch();
        if (examination.TorchFailure is null)
        {
            examination.CudaDevices();
            examination.DataSets();
        }
        examination.Faces();
        examination.Films();
        examination.Cache();
        examination.Kernel();
        return examination;
    }

    private void Kit()
    {
        Add("kit", "lethe", "Lethe", VersionOf(typeof(Fact).Assembly));
        Add("kit", "dotnet", ".NET", RuntimeInformation.FrameworkDescription);
        Add("kit", "os", "Operating system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        const string NoCultures = "only the invariant one; a cell's new CultureInfo(\"de-DE\") needs ICU (Debian, Ubuntu: libicu-dev)";
        Add("kit", "cultures", "Cultures", Cultures.AreAvailable ? "yes" : NoCultures, Cultures.AreAvailable ? Verdict.Good : Verdict.Note);
        if (OperatingSystem.IsWindows())
        {
            AddFault(
                "kit",
                "windows",
                "Windows",
                "TorchSharp 0.107 does not load on Windows (dotnet/TorchSharp#1567): use WSL or the devcontainer",
                "training and detecting (Windows)"
            );
        }
    }

    private void Machine()
    {
        Add("machine", "processor", "Processor", Processor.Name);
        Add(
            "machine",
            "cores",
            "Cores",
            string.Create(CultureInfo.InvariantCulture, $"{Processor.PhysicalCores} physical, {Environment.ProcessorCount} logical")
        );
        Add(
            "machine",
            "memory_gib",
            "Memory",
            string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB")
        );
        Add(
            "machine",
            "bfloat16",
            "bfloat16 in hardware",
            Processor.HasBFloat16 ? "yes" : "no",
            Processor.HasBFloat16 ? Verdict.Good : Verdict.Neutral
        );
    }

    private void Torch()
    {
        Add("torch", "torchsharp", "TorchSharp", VersionOf(typeof(torch).Assembly));
        try
        {
            TorchRuntime.Load();
        }
        catch (LetheException error)
        {
            TorchFailure = error;
            AddFault("torch", "loads", "Torch loads", error.Message, "training and detecting (torch does not load)");
            return;
        }
        Add("torch", "loads", "Torch loads", "yes", Verdict.Good);
        Add("torch", "libtorch", "libtorch", TorchRuntime.LibTorch!.Version);
        Add("torch", "libtorch_folder", "libtorch folder", TorchRuntime.LibTorch.Path);
        Add("torch", "libtorch_origin", "libtorch from", TorchRuntime.LibTorch.Origin);
        Add("torch", "binding", "Binding", TorchRuntime.Binding!);
        Add(
            "torch",
            "binding_patched",
            "Binding patched",
            TorchRuntime.BindingIsPatched ? "yes: a copy in memory, for this system's older C++ library" : "no: not needed here"
        );
        Add(
            "torch",
            "errors",
            "Errors of torch",
            TorchRuntime.ErrorsEndTheProcess is { } why
                ? $"some end the process, as does an exception in your own backward: {why}"
                : "exceptions",
            TorchRuntime.ErrorsEndTheProcess is null ? Verdict.Good : Verdict.Note
        );
        Add("torch", "threads", "Threads", torch.get_num_threads().ToString(CultureInfo.InvariantCulture));
    }

    private void CudaDevices()
    {
        var count = torch.cuda_is_available() ? torch.cuda.device_count() : 0;
        var names = NvidiaDevices.Names();
        Add(
            "device",
            "cuda_devices",
            "CUDA devices",
            count.ToString(CultureInfo.InvariantCulture),
            count > 0 ? Verdict.Good : Verdict.Neutral
        );
        for (var i = 0; i < count; i++)
        {
            Add("device", $"cuda_{i}", $"cuda:{i}", i < names.Count ? names[i] : "an NVIDIA GPU");
        }
        if (count == 0 && names.Count > 0)
        {
            Add(
                "device",
                "cuda_unused",
                "GPU",
                $"{names[0]}: this libtorch has no CUDA; build with -p:Torch=cuda or set {LibTorchFolder.Variable}",
                Verdict.Note
            );
        }
        var device = Devices.Parse("auto");
        Add("device", "default_device", "Default device", device.type == DeviceType.CUDA ? "cuda" : "cpu");
        Add("device", "default_precision", "Default precision", Precisions.Fastest(device).Name());
    }

    private void DataSets()
    {
        foreach (var set in new DataStore(new()).List())
        {
            var name = set.Manifest.Name;
            Add(
                "data",
                name,
                set.Manifest.Title,
                set.Location ?? $"not here; `lethe data get {name}` {(set.Manifest.IsGated ? "says how to ask for it" : "fetches it")}",
                set.IsPresent ? Verdict.Good : Verdict.Note
            );
        }
    }

    private void Faces()
    {
        var better = FaceFinders.HasYuNet();
        Add(
            "faces",
            "face_finder",
            "Face finder",
            better ? "yunet" : "haar, which comes with the kit; `lethe data get yunet` fetches a better one",
            better ? Verdict.Good : Verdict.Neutral
        );
    }

    private void Films()
    {
        try
        {
            var ffmpeg = Ffmpeg.Find();
            Add("films", "ffmpeg", "ffmpeg", $"{ffmpeg.Version} ({ffmpeg.Path}), x264 {ffmpeg.X264}", Verdict.Good);
        }
        catch (LetheException error)
        {
            AddFault("films", "ffmpeg", "ffmpeg", error.Message, "films and their compression (no ffmpeg)");
        }
    }

    private void Cache()
    {
        Add("cache", "cache_folder", "Cache folder", LetheHome.Root);
        var bytes = FolderSize.Of(LetheHome.Root);
        Add("cache", "cache_bytes", "Cache size", string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"));
        var reason = FolderSize.WhyNotWritable(LetheHome.Root);
        if (reason is null)
        {
            Add("cache", "cache_writable", "Cache writable", "yes", Verdict.Good);
        }
        else
        {
            AddFault(
                "cache",
                "cache_writable",
                "Cache writable",
                $"no: {reason} Set LETHE_HOME to a folder you can write to",
                "keeping records and trained networks (the cache cannot be written)"
            );
        }
    }

    private void Kernel()
    {
        var found = KernelSpecs.Find();
        var program = found is null ? null : KernelSpecs.Program(found);
        if (found is null || File.Exists(program))
        {
            Add(
                "kernel",
                "kernel",
                "Jupyter kernel",
                found ?? "not installed; `lethe kernel install` does it",
                found is null ? Verdict.Note : Verdict.Good
            );
        }
        else
        {
            AddFault(
                "kernel",
                "kernel",
                "Jupyter kernel",
                $"{found}, but {program} is gone: run `lethe kernel install` again",
                "notebooks in Jupyter (the kernel's program is gone)"
            );
        }
    }

    private void Add(string topic, string key, string name, string value, Verdict verdict = Verdict.Neutral) =>
        facts.Add(new(topic, key, name, value, verdict));

    private void AddFault(string topic, string key, string name, string value, string lost) =>
        facts.Add(new(topic, key, name, value, Verdict.Fault, lost));

    private static string VersionOf(Assembly assembly) =>
        (
            assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString()
            ?? "unknown"
        ).Split('+')[0];
}
