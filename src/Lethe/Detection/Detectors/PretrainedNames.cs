using System.Text.RegularExpressions;
using Lethe.Training;

namespace Lethe.Detection.Detectors;

/// <summary>The names of other libraries for the layers of the same networks, and the kit's, which are torchvision's.</summary>
internal static partial class PretrainedNames
{
    // The layers of a block with an expansion in torchvision's order; without, the first two are left out.
    private static readonly string[] BlockLayers = ["0.0", "0.1", "1.0", "1.1", "2.fc1", "2.fc2", "3.0", "3.1"];
    private static readonly string[] Lukemelas =
    [
        "_expand_conv",
        "_bn0",
        "_depthwise_conv",
        "_bn1",
        "_se_reduce",
        "_se_expand",
        "_project_conv",
        "_bn2",
    ];
    private static readonly string[] Timm = ["conv_pw", "bn1", "conv_dw", "bn2", "se.conv_reduce", "se.conv_expand", "conv_pwl", "bn3"];
    private static readonly string[] TimmFirst = ["", "", "conv_dw", "bn1", "se.conv_reduce", "se.conv_expand", "conv_pw", "bn2"];

    private static readonly Dictionary<string, string> Ends = new()
    {
        ["_conv_stem"] = "features.0.0",
        ["_bn0"] = "features.0.1",
        ["_conv_head"] = "features.8.0",
        ["_bn1"] = "features.8.1",
        ["_fc"] = "classifier.1",
        ["conv_stem"] = "features.0.0",
        ["bn1"] = "features.0.1",
        ["conv_head"] = "features.8.0",
        ["bn2"] = "features.8.1",
        ["classifier"] = "classifier.1",
    };

    /// <summary>What weights of these names were trained with: torchvision's with PyTorch's padding, lukemelas' with TensorFlow's; null for
    /// timm's, who has both.</summary>
    public static Convention? Trained(IEnumerable<string> names) =>
        Stem(names) switch
        {
            null => Convention.PyTorch,
            ['_', ..] => Convention.TensorFlow,
            _ => null,
        };

    /// <summary>The kit's name of each name in a file; of a layer nobody knows, the name itself.</summary>
    public static IReadOnlyDictionary<string, string> Translate(IReadOnlyCollection<string> names)
    {
        var stem = Stem(names);
        var places = stem is ['_', ..] ? Places(names) : [];
        return names.ToDictionary(
            static name => name,
            name =>
                stem is null
                    ? LastLinear().Replace(WeightNames.Bare(name), "fc.")
                    : EfficientNetName(WeightNames.Bare(name), places) ?? name
        );
    }

    // The first layer of an EfficientNet in timm and lukemelas; null in other files.
    private static string? Stem(IEnumerable<string> names) =>
        names.Select(WeightNames.Bare).FirstOrDefault(static name => name is "_conv_stem.weight" or "conv_stem.weight");

    private static string? EfficientNetName(string name, IReadOnlyList<(int Stage, int Block)> places)
    {
        if (name.Split('.') is not [.. var layers, var part] || layers.Length == 0)
        {
            return null;
        }
        var layer = string.Join('.', layers);
        if (Ends.TryGetValue(layer, out var end))
        {
            return $"{end}.{part}";
        }
        if (FlatBlock().Match(layer) is { Success: true } flat && int.Parse(flat.Groups[1].ValueSpan) is var i && i < places.Count)
        {
            return InBlock(places[i].Stage, places[i].Block, Lukemelas, flat.Groups[2].Value, part);
        }
        return StagedBlock().Match(layer) is { Success: true } staged && int.Parse(staged.Groups[1].ValueSpan) + 1 is var stage
            ? InBlock(stage, int.Parse(staged.Groups[2].ValueSpan), stage == 1 ? TimmFirst : Timm, staged.Groups[3].Value, part)
            : null;
    }

    private static string? InBlock(int stage, int block, string[] names, string layer, string part)
    {
        var index = Array.IndexOf(names, layer);
        if (index < 0 || (stage == 1 && index < 2))
        {
            return null;
        }
        // Without an expansion all others move up by one.
        var place = stage == 1 ? $"{BlockLayers[index][0] - '1'}{BlockLayers[index][1..]}" : BlockLayers[index];
        return $"features.{stage}.{block}.block.{place}.{part}";
    }

    // Stage (from 1) and block of every flat index, of the size that has as many blocks as the file.
    private static (int Stage, int Block)[] Places(IEnumerable<string> names)
    {
        var matches = names.Select(static name => FlatBlock().Match(WeightNames.Bare(name))).Where(static match => match.Success);
        var count = matches.Select(static match => match.Groups[1].Value).Distinct().Count();
        var stages = EfficientNetConfig
            .Sizes.Select(static size => size.Stages())
            .FirstOrDefault(stages => stages.Sum(static stage => stage.Count) == count);
        return [.. stages?.Index().SelectMany(static stage => stage.Item.Select((_, block) => (stage.Index + 1, block))) ?? []];
    }

    [GeneratedRegex(@"^_blocks\.(\d{1,3})\.([a-z_0-9]+)")]
    private static partial Regex FlatBlock();

    [GeneratedRegex(@"^blocks\.(\d)\.(\d{1,3})\.([a-z_0-9.]+)$")]
    private static partial Regex StagedBlock();

    // The head of Xception in FaceForensics++; behind a dropout there.
    [GeneratedRegex(@"^last_linear\.(?:1\.)?")]
    private static partial Regex LastLinear();
}
