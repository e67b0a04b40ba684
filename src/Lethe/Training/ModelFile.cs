using System.Numerics;
using Lethe.Models;

namespace Lethe.Training;

/// <summary>A trained network in a safetensors file, under torchvision's parameter names; a file of PyTorch is read too.</summary>
public static class ModelFile
{
    /// <exception cref="LetheException">Unwritable.</exception>
    public static void Save(Classifier model, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var about = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>())
        {
            ["architecture"] = model.Spec.Architecture,
            ["classes"] = model.Spec.Classes.ToString(CultureInfo.InvariantCulture),
            ["width"] = model.Spec.Width.ToString("R", CultureInfo.InvariantCulture),
            ["channels"] = model.Spec.Channels.ToString(CultureInfo.InvariantCulture),
        };
        if (model.Spec.Side > 0)
        {
            about["side"] = model.Spec.Side.ToString(CultureInfo.InvariantCulture);
        }
        SafetensorsFile.Write(path, model.state_dict(), about);
    }

    /// <summary>Loads weights into a network that is there already.</summary>
    /// <exception cref="LetheException">NotFound; BadFile: broken, or of another network.</exception>
    public static IReadOnlyDictionary<string, string> Load(Classifier model, string path)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = WeightFile.Read(path);
        Fill(model, tensors, path);
        return metadata;
    }

    /// <summary>Builds the network that a file describes and loads it.</summary>
    /// <param name="architecture">For a file written elsewhere, which does not say.</param>
    /// <exception cref="LetheException">NotFound; BadFile; Usage: its network is unknown.</exception>
    public static Classifier Open(string path, string? architecture = null)
    {
        // No scope of its own: it would take the new network's parameters with it.
        var (tensors, metadata) = WeightFile.Read(path);
        Classifier? model = null;
        try
        {
            architecture ??=
                metadata.GetValueOrDefault("architecture")
                ?? throw LetheException.Usage(
                    $"{path} does not say which network it holds; name it with --arch ({string.Join(", ", ModelCatalog.Names)})."
                );
            model = ModelCatalog.Create(
                new(
                    architecture,
                    HeadRows(architecture, tensors, path),
                    Number(metadata, "width", 1, 4.0),
                    Number(metadata, "channels", 3, 16),
                    Number(metadata, "side", 0, 1024)
                )
            );
            Fill(model, tensors, path);
            return model;
        }
        catch
        {
            model?.Dispose();
            throw;
        }
        finally
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }

    /// <summary>Copies every parameter and buffer; the file must have exactly the network's, in the network's shapes.</summary>
    internal static void Fill(Classifier model, IReadOnlyDictionary<string, Tensor> tensors, string path)
    {
        var report = NamedWeights.Fill(
            model,
            $"a {model.Spec}",
            path,
            visit =>
            {
                foreach (var (name, value) in tensors)
                {
                    visit(name, value);
                }
            }
        );
        if (report.Extra is [var extra, ..])
        {
            throw LetheException.BadFile($"{path} does not hold a {model.Spec}: it has a tensor {extra} that the network lacks.");
        }
    }

    // What the file says, if it is more than nothing and no more than the most.
    private static T Number<T>(Dictionary<string, string> metadata, string key, T preset, T most)
        where T : INumber<T> =>
        T.TryParse(metadata.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var written) && written > T.Zero && written <= most
            ? written
            : preset;

    // Before a network is built: the file must have all its tensors, and as many outputs as its own head has rows.
    private static int HeadRows(string architecture, Dictionary<string, Tensor> tensors, string path)
    {
        using var probe = ModelCatalog.Create(new(architecture, 2, 0.125));
        var wanted = probe.state_dict().Keys;
        if (NamedWeights.Missing(wanted, tensors.Keys) is [var first, ..] missing)
        {
            throw LetheException.BadFile(
                $"{path} does not hold a {architecture}: {missing.Count} of its {wanted.Count} tensors are missing, the first is {first}."
            );
        }
        var head = probe.named_parameters().Single(named => ReferenceEquals(named.parameter, probe.Head.weight)).name;
        return tensors[head].shape is [> 1 and <= 100_000 and var rows, > 0]
            ? (int)rows
            : throw LetheException.BadFile(
                $"{path} does not hold a {architecture}: its {head} is [{string.Join(", ", tensors[head].shape)}], and should "
                    + $"be one row for each of two or more classes."
            );
    }
}
