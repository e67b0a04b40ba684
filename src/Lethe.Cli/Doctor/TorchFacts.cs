using TorchSharp;
using static System.FormattableString;
using static Lethe.Cli.Doctor.Verdict;

namespace Lethe.Cli.Doctor;

/// <summary>What there is of torch, and what it can compute on.</summary>
internal static class TorchFacts
{
    public static (IReadOnlyList<Fact> Facts, LetheException? Failure) Look()
    {
        var version = new Fact("torch", "torchsharp", "TorchSharp", Examination.VersionOf(typeof(torch).Assembly));
        try
        {
            // What doctor is asked for is to look, and not to fetch.
            if (LibTorchFolder.Look() is null && LibTorchPackage.Current is { } package)
            {
                return ([version, new("torch", "loads", "libtorch", NotYet(package), Note)], null);
            }
            TorchRuntime.Load();
        }
        catch (LetheException error)
        {
            const string Lost = "training and detecting (torch does not load)";
            return ([version, new("torch", "loads", "Torch loads", error.Message, Fault, Lost)], error);
        }
        return ([version, .. Torch(), .. Computing()], null);
    }

    private static string NotYet(LibTorchPackage package) =>
        Invariant(
            $"not yet: the first command that needs it restores {package.Name} {LibTorchPackage.Version} ({package.Bytes / 1e6:F0} MB)"
        );

    private static IEnumerable<Fact> Torch()
    {
        yield return new("torch", "loads", "Torch loads", "yes", Good);
        yield return new("torch", "libtorch", "libtorch", TorchRuntime.LibTorch!.Version);
        yield return new("torch", "libtorch_folder", "libtorch folder", TorchRuntime.LibTorch.Path);
        yield return new("torch", "libtorch_origin", "libtorch from", TorchRuntime.LibTorch.Origin);
        yield return new("torch", "binding", "Binding", TorchRuntime.Binding!);
        yield return new(
            "torch",
            "binding_patched",
            "Binding patched",
            TorchRuntime.BindingIsPatched ? "yes: a copy in memory, for this system's older C++ library" : "no: not needed here"
        );
        yield return TorchRuntime.ErrorsEndTheProcess is { } why
            ? new("torch", "errors", "Errors of torch", $"some end the process, as does an exception in your own backward: {why}", Note)
            : new("torch", "errors", "Errors of torch", "exceptions", Good);
        yield return new("torch", "threads", "Threads", Invariant($"{torch.get_num_threads()}"));
    }

    private static IEnumerable<Fact> Computing()
    {
        var count = torch.cuda_is_available() ? torch.cuda.device_count() : 0;
        var cards = Devices.Cards();
        yield return new("device", "cuda_devices", "CUDA devices", Invariant($"{count}"), count > 0 ? Good : Neutral);
        for (var i = 0; i < count; i++)
        {
            yield return new("device", $"cuda_{i}", $"cuda:{i}", i < cards.Count ? cards[i] : "an NVIDIA GPU");
        }
        if (count == 0 && cards.Count > 0)
        {
            var advice = $"{cards[0]}: this libtorch has no CUDA; build with -p:Torch=cuda or set {LibTorchFolder.Variable}";
            yield return new("device", "cuda_unused", "GPU", advice, Note);
        }
        var device = Devices.Parse("auto");
        yield return new("device", "default_device", "Default device", device.type == DeviceType.CUDA ? "cuda" : "cpu");
        yield return new("device", "default_precision", "Default precision", Precisions.Fastest(device).Name());
    }
}
