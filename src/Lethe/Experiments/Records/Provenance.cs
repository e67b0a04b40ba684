using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using TorchSharp;

namespace Lethe.Experiments.Records;

/// <summary>Where a number comes from: code, packages, machine, data.</summary>
public sealed record Provenance
{
    /// <summary>The environment variable that names the commit where there is no <c>.git</c>, as in a container.</summary>
    public const string CommitVariable = "LETHE_COMMIT";

    /// <summary>The commit of the kit's own code, or <c>unknown</c>.</summary>
    public required string Commit { get; init; }

    /// <summary>True if the code differed from the commit; null if that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool? Dirty { get; init; }

    public required string LetheVersion { get; init; }

    public required string TorchSharp { get; init; }

    public required string LibTorch { get; init; }

    public required string DotNet { get; init; }

    public required string Os { get; init; }

    /// <summary>The processor (<see cref="Runtime.Processor.Describe"/>) or the name of the GPU.</summary>
    public required string Hardware { get; init; }

    /// <summary><see cref="Runtime.Processor.Kind"/>; null for a GPU, and in records older than this field.</summary>
    public string? Processor { get; init; }

    /// <summary><c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    public required int Threads { get; init; }

    /// <summary><c>float32</c> or <c>bfloat16</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>When the run began, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>One line about the data: which files, in which version.</summary>
    public required string Data { get; init; }

    /// <summary>
    /// True if other data than the paper's stand in for it; such a number is never printed as comparable with the paper's.
    /// </summary>
    public bool IsStandIn { get; init; }

    // Read once: later in the run the working tree may have moved on, the loaded code has not.
    private static readonly Lazy<(string Commit, bool? Dirty)> Source = new(FindSource);

    /// <summary>
    /// The commit of the kit's own code, or <c>unknown</c>; and whether the code differs from it, null if that is not known.
    /// </summary>
    public static (string Commit, bool? Dirty) Code => Source.Value;

    /// <summary>The provenance of a run that begins now.</summary>
    /// <param name="hardware">The name of the GPU; null for the processor.</param>
    /// <exception cref="LetheException">Torch does not load.</exception>
    public static Provenance Capture(string device, string precision, string data, bool isStandIn, string? hardware = null)
    {
        TorchRuntime.Load();
        return new()
        {
            Commit = Source.Value.Commit,
            Dirty = Source.Value.Dirty,
            LetheVersion = Version(typeof(Provenance).Assembly).Number,
            TorchSharp = Version(typeof(torch).Assembly).Number,
            LibTorch = TorchRuntime.LibTorch?.Version ?? "unknown",
            DotNet = RuntimeInformation.FrameworkDescription,
            Os = RuntimeInformation.OSDescription,
            Hardware = hardware ?? Runtime.Processor.Describe(),
            Processor = hardware is null ? Runtime.Processor.Kind : null,
            Device = device,
            Threads = torch.get_num_threads(),
            Precision = precision,
            Started = DateTimeOffset.UtcNow,
            Data = data,
            IsStandIn = isStandIn,
        };
    }

    // In this order: what the environment says, the checkout the program was built in, what the compiler wrote down.
    private static (string Commit, bool? Dirty) FindSource()
    {
        if (Environment.GetEnvironmentVariable(CommitVariable) is { Length: > 0 } named)
        {
            return (named, null);
        }
        var folders = (string[])[Path.GetDirectoryName(typeof(Provenance).Assembly.Location) ?? "", AppContext.BaseDirectory];
        foreach (var folder in folders.Where(folder => folder.Length > 0))
        {
            // The solution tells the kit's own checkout from any other that the program was copied into.
            if (GitCheckout.Find(folder) is { Commit: { } commit } checkout && File.Exists(Path.Combine(checkout.Root, "Notebooks.sln")))
            {
                return (commit, checkout.IsDirty("src", "data-manifests", "Directory.*"));
            }
        }
        return (Version(typeof(Provenance).Assembly).Revision ?? "unknown", null);
    }

    // An informational version is NUMBER or NUMBER+REVISION.
    private static (string Number, string? Revision) Version(Assembly assembly)
    {
        var text =
            assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString()
            ?? "unknown";
        return text.Split('+', 2) is [var number, var revision] ? (number, revision) : (text, null);
    }
}
