using Lethe.Detection.Detectors;
using Lethe.Detection.Explain;
using Lethe.Training;
using Lethe.Training.Pickles;
using TorchSharp;

namespace Lethe.Detection.Verdicts;

/// <summary>A trained detector ready for use, in one safetensors file, with the model card in it and beside it.</summary>
public sealed class DetectorPackage : IDisposable
{
    /// <summary>The detector that comes with the kit.</summary>
    public const string Default = "qad";

    private const string Network = "network.",
        ReferenceMean = "reference.mean",
        ReferenceDeviation = "reference.deviation";
    private const int BatchSize = 16;

    private Device device = CPU;

    /// <param name="detector">Is owned by the package from here on.</param>
    /// <param name="reference">Of real crops of the package's side; null if there is none.</param>
    public DetectorPackage(Detector detector, DetectorFacts facts, SpectrumReference? reference = null)
    {
        (Detector, Facts, Reference) = (detector, facts, reference);
        detector.eval();
    }

    public Detector Detector { get; }

    public DetectorFacts Facts { get; }

    public SpectrumReference? Reference { get; }

    /// <summary>The detectors within this build of the kit.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. typeof(DetectorPackage)
            .Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith("packages/", StringComparison.Ordinal))
            .Select(static name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal),
    ];

    /// <param name="nameOrPath">A shipped detector's name, or a file.</param>
    /// <exception cref="LetheException">Not there, broken, or not such a file.</exception>
    public static DetectorPackage Open(string nameOrPath)
    {
        if (Shipped.Contains(nameOrPath))
        {
            using var embedded = typeof(DetectorPackage).Assembly.GetManifestResourceStream($"packages/{nameOrPath}.safetensors")!;
            return Build(SafetensorsFile.Read(embedded, nameOrPath), nameOrPath);
        }
        var isThere = File.Exists(nameOrPath);
        if (!isThere && !Path.HasExtension(nameOrPath) && Path.GetFileName(nameOrPath) == nameOrPath)
        {
            throw LetheException.NotFound(
                $"This build of Lethe has no detector '{nameOrPath}' in it "
                    + $"({(Shipped.Count > 0 ? $"it has: {string.Join(", ", Shipped)}" : "it has none")}). Name a trained one's file "
                    + $"with --model FILE.safetensors."
            );
        }
        return isThere && PickledWeights.IsFile(nameOrPath)
            ? throw LetheException.BadFile(
                $"{nameOrPath} is a file of PyTorch. It holds weights alone, not what an answer needs besides: crops, calibration, the "
                    + $"unsure band. Train a detector with 'lethe train detector', and name the .safetensors that it writes."
            )
            : Build(SafetensorsFile.Read(nameOrPath), nameOrPath);
    }

    /// <summary>To float16, all but biases and normalisation, which halves the file; what is measured afterwards is what the file
    /// holds.</summary>
    public static void Round(Detector detector)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var weight in detector.parameters().Where(static parameter => parameter.dim() > 1))
        {
            weight.copy_(weight.to(ScalarType.Float16));
        }
    }

    /// <summary>Writes the file, and the model card beside it. Weights that float16 holds without loss are written as such.</summary>
    /// <exception cref="LetheException">It cannot be written, or could not be read again.</exception>
    public void Save(string path)
    {
        var metadata = DetectorMetadata.Write(Facts);
        DetectorMetadata.Read(metadata, path); // what would be refused later is refused now
        using var scope = NewDisposeScope();
        var tensors = Detector.state_dict().ToDictionary(static pair => Network + pair.Key, static pair => Smallest(pair.Value));
        if (Reference is not null)
        {
            tensors.Add(ReferenceMean, tensor(Reference.Mean));
            tensors.Add(ReferenceDeviation, tensor(Reference.Deviation));
        }
        WholeFile.Write(Path.ChangeExtension(path, ".md"), "Choose another file with --out.", Encoding.UTF8.GetBytes(Facts.Card));
        SafetensorsFile.Write(path, tensors, metadata); // last: where it is, the card is
    }

    public DetectorPackage To(Device target)
    {
        Detector.to(device = target);
        return this;
    }

    /// <summary>Fake's logit less real's, of each crop.</summary>
    /// <param name="crops">Each side x side x 3 bytes, row by row.</param>
    /// <exception cref="LetheException">An answer is not a number (<see cref="ExitCode.NotFinite"/>).</exception>
    public double[] Logits(IReadOnlyList<byte[]> crops)
    {
        var logits = new List<double>(crops.Count);
        using var noGrad = no_grad();
        foreach (var batch in crops.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            var seen = Detector.forward(Input(batch));
            logits.AddRange((seen.select(1, 1) - seen.select(1, 0)).to(ScalarType.Float64).cpu().data<double>().ToArray());
        }
        return logits.TrueForAll(double.IsFinite)
            ? [.. logits]
            : throw new LetheException(
                ExitCode.NotFinite,
                $"{Facts.Title} answers with something that is no number: its weights are damaged. Train it again, or get its file again."
            );
    }

    /// <summary>What the network reads: N x 3 x side x side, normalised, channels-last, on the network's device, in the caller's
    /// scope.</summary>
    public Tensor Input(IReadOnlyList<byte[]> crops)
    {
        using var scope = NewDisposeScope();
        var pixels = tensor(crops.SelectMany(static crop => crop).ToArray(), [crops.Count, Facts.Side, Facts.Side, 3])
            .to(device)
            .to(ScalarType.Float32);
        var (mean, std) = (tensor(Facts.Normalization.Mean, device: device), tensor(Facts.Normalization.Std, device: device));
        return (((pixels / 255) - mean) / std).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    public void Dispose() => Detector.Dispose();

    private static Tensor Smallest(Tensor value) =>
        value.dim() >= 2
        && value.dtype == ScalarType.Float32
        && value.to(ScalarType.Float16) is var half
        && half.to(ScalarType.Float32).eq(value).all().item<bool>()
            ? half
            : value;

    private static DetectorPackage Build((Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) file, string path)
    {
        Detector? detector = null;
        try
        {
            var facts = DetectorMetadata.Read(file.Metadata, path);
            detector = DetectorCatalog.Create(facts.Spec);
            var (own, beside) = (new Dictionary<string, Tensor>(), file.Tensors.Keys.ToHashSet());
            foreach (var (name, value) in file.Tensors.Where(static pair => pair.Key.StartsWith(Network, StringComparison.Ordinal)))
            {
                own.Add(name[Network.Length..], value);
                beside.Remove(name);
            }
            ModelFile.Fill(detector, own, path);
            beside.ExceptWith([ReferenceMean, ReferenceDeviation]);
            return beside.FirstOrDefault() is { } extra
                ? throw LetheException.BadFile($"{path} does not hold a {facts.Spec}: it has a tensor {extra} that the network lacks.")
                : new(detector, facts, ReadReference(file.Tensors, facts.Side, path));
        }
        catch
        {
            detector?.Dispose();
            throw;
        }
        finally
        {
            foreach (var tensor in file.Tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }

    private static SpectrumReference? ReadReference(Dictionary<string, Tensor> tensors, int side, string path)
    {
        if (!tensors.ContainsKey(ReferenceMean) && !tensors.ContainsKey(ReferenceDeviation))
        {
            return null;
        }
        var (mean, deviation) = (Profile(ReferenceMean), Profile(ReferenceDeviation));
        return deviation.All(static value => value >= 0)
            ? new(side, mean, deviation)
            : throw LetheException.BadFile($"{path}: a deviation of its reference is negative.");

        double[] Profile(string name) =>
            tensors.GetValueOrDefault(name) is { dtype: ScalarType.Float64 } values
            && values.shape.SequenceEqual([(side / 2) + 1])
            && values.data<double>().ToArray() is var numbers
            && numbers.All(double.IsFinite)
                ? numbers
                : throw LetheException.BadFile($"{path}: its {name} should be {(side / 2) + 1} finite float64 numbers.");
    }
}
