using Lethe.Models;

namespace Lethe.Tests.Models;

/// <summary>Names and shapes as torchvision has them, so that its weight files fit.</summary>
public sealed class ParameterNamesTests
{
    private static readonly string[] Norm = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"];

    [Fact]
    public void ResNet18_has_the_names_of_torchvision() =>
        AssertNames("resnet18", [.. Stem(), .. Stages([2, 2, 2, 2], convolutions: 2, firstStageProjects: false), "fc.weight", "fc.bias"]);

    [Fact]
    public void ResNet50_has_the_names_of_torchvision() =>
        AssertNames("resnet50", [.. Stem(), .. Stages([3, 4, 6, 3], convolutions: 3, firstStageProjects: true), "fc.weight", "fc.bias"]);

    [Fact]
    public void Vgg16_has_the_names_of_torchvision_and_one_linear_layer()
    {
        int[] convolutions = [0, 3, 7, 10, 14, 17, 20, 24, 27, 30, 34, 37, 40];
        AssertNames(
            "vgg16",
            [
                .. convolutions.SelectMany(i =>
                    (string[])[$"features.{i}.weight", $"features.{i}.bias", .. Norm.Select(part => $"features.{i + 1}.{part}")]
                ),
                "classifier.weight",
                "classifier.bias",
            ]
        );
    }

    [Fact]
    public void The_vision_transformer_has_the_names_of_torchvision()
    {
        string[] layer =
        [
            "ln_1.weight",
            "ln_1.bias",
            "self_attention.in_proj_weight",
            "self_attention.in_proj_bias",
            "self_attention.out_proj.weight",
            "self_attention.out_proj.bias",
            "ln_2.weight",
            "ln_2.bias",
            "mlp.0.weight",
            "mlp.0.bias",
            "mlp.3.weight",
            "mlp.3.bias",
        ];
        AssertNames(
            "vit",
            [
                "class_token",
                "conv_proj.weight",
                "conv_proj.bias",
                "encoder.pos_embedding",
                .. Enumerable.Range(0, 6).SelectMany(i => layer.Select(part => $"encoder.layers.encoder_layer_{i}.{part}")),
                "encoder.ln.weight",
                "encoder.ln.bias",
                "heads.head.weight",
                "heads.head.bias",
            ]
        );
    }

    [Fact]
    public void Shapes_follow_the_convention_of_torch()
    {
        AssertShape("resnet18", "conv1.weight", 64, 3, 3, 3);
        AssertShape("resnet18", "layer2.0.downsample.0.weight", 128, 64, 1, 1);
        AssertShape("resnet50", "layer4.2.conv3.weight", 2048, 512, 1, 1);
        AssertShape("vgg16", "features.40.weight", 512, 512, 3, 3);
        AssertShape("vit", "class_token", 1, 1, 512);
        AssertShape("vit", "encoder.pos_embedding", 1, 65, 512);
        AssertShape("vit", "encoder.layers.encoder_layer_5.self_attention.in_proj_weight", 1536, 512);
        AssertShape("vit", "conv_proj.weight", 512, 3, 4, 4);
        AssertShape("vit", "heads.head.weight", 10, 512);
    }

    private static IEnumerable<string> Stem() => ["conv1.weight", .. Norm.Select(part => $"bn1.{part}")];

    private static IEnumerable<string> Stages(int[] blocks, int convolutions, bool firstStageProjects) =>
        from stage in Enumerable.Range(1, 4)
        from block in Enumerable.Range(0, blocks[stage - 1])
        let prefix = $"layer{stage}.{block}"
        let projects = block == 0 && (stage > 1 || firstStageProjects)
        from name in (string[])
            [
                .. Enumerable
                    .Range(1, convolutions)
                    .SelectMany(i => (string[])[$"{prefix}.conv{i}.weight", .. Norm.Select(part => $"{prefix}.bn{i}.{part}")]),
                .. projects ? (string[])[$"{prefix}.downsample.0.weight", .. Norm.Select(part => $"{prefix}.downsample.1.{part}")] : [],
            ]
        select name;

    private static void AssertNames(string architecture, string[] expected)
    {
        using var model = ModelCatalog.Create(new(architecture, 10, 0.125));
        Assert.Equal(expected.Order(StringComparer.Ordinal), model.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    private static void AssertShape(string architecture, string name, params long[] shape)
    {
        using var model = ModelCatalog.Create(new(architecture, 10));
        Assert.Equal(shape, model.state_dict()[name].shape);
    }
}
