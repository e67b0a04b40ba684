using System.Buffers.Binary;
using System.Text.Json;
using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Interactive.Charts;
using Lethe.Metrics.Ensembles;
using Lethe.Runtime;
using Lethe.Unlearning;
using Lethe.Unlearning.Oracles;
using Lethe.Unlearning.Seen;
using TorchSharp;

namespace Lethe.Interactive.Seen;

/// <summary>What the page of <see cref="SeenPage"/> computes its views from.</summary>
internal static class SeenJson
{
    private const int SheetColumns = 40;

    // Its default encoder leaves no `<` that could end the script element.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <param name="seeds">Of one network, with the same images.</param>
    public static string Of(IReadOnlyList<SeenRecord> seeds, string? dataDir)
    {
        var (first, cell) = (seeds[0], seeds[0].Record.Cell);
        return JsonSerializer.Serialize(
            new
            {
                classes = ClassNames(cell.Dataset, first.Classes),
                forget = first.ForgetClass,
                parts = EnsembleLogits.Parts,
                sizes = first.Sizes,
                labels = first.Labels,
                stages = first.Stages,
                sheet = Sheet(first, dataDir),
                methods = UnlearningCatalog.InOrder(seeds.SelectMany(static seed => seed.Methods)).Select(name => Method(cell, name)),
                seeds = seeds.Select(static seed => new
                {
                    seed = seed.Record.Cell.Seed,
                    methods = seed.Methods.ToDictionary(static name => name, name => Answers(seed, name)),
                }),
            },
            Options
        );
    }

    /// <summary>As a data set names them without its files, else by number.</summary>
    public static IReadOnlyList<string> ClassNames(string dataset, int classes) =>
        DatasetCatalog.All.Find(dataset)?.ClassNames is { } names && names.Count == classes
            ? names
            : [.. Enumerable.Range(0, classes).Select(static k => FormattableString.Invariant($"class {k}"))];

    private static object Method(Cell cell, string name)
    {
        var prefix = $"methods.{name}.";
        var settings = cell
            .Settings.Where(setting => setting.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(setting => (Name: setting.Key[prefix.Length..], setting.Value))
            .ToList();
        return new
        {
            name,
            title = UnlearningCatalog.TitleOf(name),
            type = UnlearningCatalog.All.Find(name)?.GetType().Name,
            settings = string.Join(", ", settings.Select(static one => $"{one.Name} {one.Value}")),
            knobs = settings
                .Where(static one => !one.Name.Contains('.') && double.TryParse(one.Value, CultureInfo.InvariantCulture, out _))
                .Select(static one => $"{char.ToUpperInvariant(one.Name[0])}{one.Name[1..]}")
                .OrderByDescending(static knob => knob == "LearningRate"), // what one tries first
        };
    }

    private static object Answers(SeenRecord seed, string name)
    {
        var (metrics, seconds) = (seed.Record.Metrics, seed.Record.Seconds);
        var shown = ((string[])[.. EnsembleLogits.Parts, "similarity"])
            .Where(key => metrics.ContainsKey($"{key}.{name}"))
            .ToDictionary(static key => key, key => metrics[$"{key}.{name}"]);
        if (seconds.TryGetValue(name, out var took))
        {
            shown["seconds"] = took;
        }
        return new
        {
            logits = Halves(seed.Logits(name)),
            mapLogits = Halves(seed.Map(name, ofFeatures: false)),
            mapFeatures = Halves(seed.Map(name, ofFeatures: true)),
            train = Rows(seed.Confusion(name, ofTest: false)),
            test = Rows(seed.Confusion(name, ofTest: true)),
            similarity = Rows(seed.Similarity(name)),
            trace = seed.Trace(name) is { } trace ? Rows(trace) : null,
            metrics = shown,
        };
    }

    // JSON has no NaN: an alignment that does not exist has no point in the chart.
    private static IEnumerable<IEnumerable<float?>> Rows(FigureArray array) =>
        Enumerable
            .Range(0, (int)array.Shape[0])
            .Select(row => array.Row(row).ToArray().Select(static value => float.IsFinite(value) ? value : (float?)null));

    private static string Halves(FigureArray array)
    {
        var bytes = new byte[2 * array.Values.Length];
        for (var i = 0; i < array.Values.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (Half)array.Values[i]);
        }
        return Convert.ToBase64String(bytes);
    }

    private static object? Sheet(SeenRecord record, string? dataDir)
    {
        using var scope = torch.NewDisposeScope();
        if (SeenImages.Of(record, dataDir) is not { } images)
        {
            return null;
        }
        List<Picture> pictures = [.. Enumerable.Range(0, (int)images.shape[0]).Select(image => Picture.From(images[image]))];
        var side = pictures[0].Width;
        return new
        {
            side,
            columns = SheetColumns,
            uri = ImageSheet.Tight(pictures, SheetColumns),
        };
    }
}
