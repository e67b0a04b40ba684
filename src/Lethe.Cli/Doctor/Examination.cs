using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Lethe.Data;
using Lethe.Kernel;
using Lethe.Runtime;
using TorchSharp;

namespace Lethe.Cli.Doctor;

/// <summary>Looks at the machine. Nothing here touches torch before <see cref="TorchRuntime.Load"/> has been tried.</summary>
internal sealed class Examination
{
    private readonly List<Fact> facts = [];

    private Examination()
    {
    }

    public IReadOnlyList<Fact> Facts => facts;

    /// <summary>Why torch does not load; null if it does.</summary>
    public LetheException? TorchFailure { get; private set; }

    public bool IsWell => TorchFailure is null && facts.All(static fact => fact.Verdict != Verdict.Fault);

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
            Add("kit", "windows", "Windows", "TorchSharp 0.107 does not load on Windows (dotnet/TorchSharp#1567): use WSL or the devcontainer", Verdict.Fault);
        }
    }

    private void Machine()
    {
        Add("machine", "processor", "Processor", Processor.Name);
        Add("machine", "cores", "Cores", string.Create(CultureInfo.InvariantCulture, $"{Processor.PhysicalCores} physical, {Environment.ProcessorCount} logical"));
        Add("machine", "memory_gib", "Memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB"));
        Add("machine", "bfloat16", "bfloat16 in hardware", Processor.HasBFloat16 ? "yes" : "no", Processor.HasBFloat16 ? Verdict.Good : Verdict.Neutral);
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
            Add("torch", "loads", "Torch loads", error.Message, Verdict.Fault);
            return;
        }
        Add("torch", "loads", "Torch loads", "yes", Verdict.Good);
        Add("torch", "libtorch", "libtorch", TorchRuntime.LibTorch!.Version);
        Add("torch", "libtorch_folder", "libtorch folder", TorchRuntime.LibTorch.Path);
        Add("torch", "libtorch_origin", "libtorch from", TorchRuntime.LibTorch.Origin);
        Add("torch", "binding", "Binding", TorchRuntime.Binding!);
        Add("torch", "binding_patched", "Binding patched", TorchRuntime.BindingIsPatched ? "yes: a private copy for this system's older C++ library" : "no: not needed here");
        Add("torch", "threads", "Threads", torch.get_num_threads().ToString(CultureInfo.InvariantCulture));
    }

    private void CudaDevices()
    {
        var count = torch.cuda_is_available() ? torch.cuda.device_count() : 0;
        var names = NvidiaDevices.Names();
        Add("device", "cuda_devices", "CUDA devices", count.ToString(CultureInfo.InvariantCulture), count > 0 ? Verdict.Good : Verdict.Neutral);
        for (var i = 0; i < count; i++)
        {
            Add("device", $"cuda_{i}", $"cuda:{i}", i < names.Count ? names[i] : "an NVIDIA GPU");
        }
        if (count == 0 && names.Count > 0)
        {
            Add("device", "cuda_unused", "GPU not used", $"{names[0]}: this libtorch has no CUDA; build with -p:Torch=cuda or set {LibTorchFolder.Variable}", Verdict.Note);
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
            Add("data", name, set.Manifest.Title, set.Location ?? $"not here; `lethe data get {name}` {(set.Manifest.IsGated ? "says how to ask for it" : "fetches it")}", set.IsPresent ? Verdict.Good : Verdict.Note);
        }
    }

    // Only `lethe faces crop` needs it: without it the machine is still well.
    private void Faces()
    {
        try
        {
            Add("faces", "opencv", "OpenCV", OpenCvRuntime.Load(), Verdict.Good);
        }
        catch (LetheException error)
        {
            Add("faces", "opencv", "OpenCV", error.Message, Verdict.Note);
        }
    }

    private void Cache()
    {
        Add("cache", "cache_folder", "Cache folder", LetheHome.Root);
        var bytes = FolderSize.Of(LetheHome.Root);
        Add("cache", "cache_bytes", "Cache size", string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"));
        var reason = FolderSize.WhyNotWritable(LetheHome.Root);
        Add("cache", "cache_writable", "Cache writable", reason is null ? "yes" : $"no: {reason} Set LETHE_HOME to a folder you can write to", reason is null ? Verdict.Good : Verdict.Fault);
    }

    private void Kernel()
    {
        var found = KernelSpecs.Find();
        var program = found is null ? null : KernelSpecs.Program(found);
        Add("kernel", "kernel", "Jupyter kernel", found is null ? "not installed; `lethe kernel install` does it" : File.Exists(program) ? found : $"{found}, but {program} is gone: run `lethe kernel install` again",
            found is null ? Verdict.Neutral : File.Exists(program) ? Verdict.Good : Verdict.Fault);
    }

    private void Add(string topic, string key, string name, string value, Verdict verdict = Verdict.Neutral) => facts.Add(new(topic, key, name, value, verdict));

    private static string VersionOf(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown").Split('+')[0];
}
