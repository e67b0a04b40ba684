using Lethe.Detection.Detectors;

namespace Lethe.Tests.Detection.Detectors;

public sealed class PretrainedNamesTests
{
    [Theory]
    [InlineData("conv_stem.weight", "features.0.0.weight")]
    [InlineData("bn1.running_var", "features.0.1.running_var")]
    [InlineData("blocks.0.0.conv_dw.weight", "features.1.0.block.0.0.weight")]
    [InlineData("blocks.0.1.bn1.bias", "features.1.1.block.0.1.bias")]
    [InlineData("blocks.0.0.se.conv_reduce.bias", "features.1.0.block.1.fc1.bias")]
    [InlineData("blocks.0.0.conv_pw.weight", "features.1.0.block.2.0.weight")]
    [InlineData("blocks.0.0.bn2.weight", "features.1.0.block.2.1.weight")]
    [InlineData("blocks.3.2.conv_pw.weight", "features.4.2.block.0.0.weight")]
    [InlineData("blocks.3.2.bn1.weight", "features.4.2.block.0.1.weight")]
    [InlineData("blocks.3.2.conv_dw.weight", "features.4.2.block.1.0.weight")]
    [InlineData("blocks.3.2.se.conv_expand.weight", "features.4.2.block.2.fc2.weight")]
    [InlineData("blocks.6.1.conv_pwl.weight", "features.7.1.block.3.0.weight")]
    [InlineData("blocks.6.1.bn3.bias", "features.7.1.block.3.1.bias")]
    [InlineData("conv_head.weight", "features.8.0.weight")]
    [InlineData("bn2.weight", "features.8.1.weight")]
    [InlineData("classifier.bias", "classifier.1.bias")]
    [InlineData("model.classifier.bias", "classifier.1.bias")]
    [InlineData("blocks.0.0.bn3.bias", "blocks.0.0.bn3.bias")] // no such layer
    [InlineData("blocks.3.2.attention", "blocks.3.2.attention")]
    public void Timm(string theirs, string ours) =>
        Assert.Equal(ours, PretrainedNames.Translate(["conv_stem.weight", .. new[] { theirs }.Except(["conv_stem.weight"])])[theirs]);

    [Theory]
    [InlineData("_conv_stem.weight", "features.0.0.weight")]
    [InlineData("_bn0.bias", "features.0.1.bias")]
    [InlineData("_blocks.1._depthwise_conv.weight", "features.1.1.block.0.0.weight")]
    [InlineData("_blocks.1._se_reduce.bias", "features.1.1.block.1.fc1.bias")]
    [InlineData("_blocks.1._project_conv.weight", "features.1.1.block.2.0.weight")]
    [InlineData("_blocks.1._bn2.running_mean", "features.1.1.block.2.1.running_mean")]
    [InlineData("_blocks.2._expand_conv.weight", "features.2.0.block.0.0.weight")]
    [InlineData("_blocks.15._bn0.weight", "features.5.3.block.0.1.weight")]
    [InlineData("_blocks.22._se_expand.weight", "features.7.1.block.2.fc2.weight")]
    [InlineData("_conv_head.weight", "features.8.0.weight")]
    [InlineData("_bn1.weight", "features.8.1.weight")]
    [InlineData("_fc.weight", "classifier.1.weight")]
    [InlineData("_blocks.0._expand_conv.weight", "_blocks.0._expand_conv.weight")] // the first stage has none
    public void Lukemelas_B1(string theirs, string ours)
    {
        string[] names = ["_conv_stem.weight", .. Enumerable.Range(0, 23).Select(static i => $"_blocks.{i}._bn1.weight"), theirs];
        Assert.Equal(ours, PretrainedNames.Translate([.. names.Distinct()])[theirs]);
    }

    [Theory]
    [InlineData("last_linear.weight", "fc.weight")]
    [InlineData("model.last_linear.1.bias", "fc.bias")]
    [InlineData("module.fc.bias", "fc.bias")]
    [InlineData("block12.rep.4.pointwise.weight", "block12.rep.4.pointwise.weight")]
    [InlineData("features.7.1.block.3.1.bias", "features.7.1.block.3.1.bias")]
    public void Other_networks_keep_their_names_but_for_the_head_of_Xception(string theirs, string ours) =>
        Assert.Equal(ours, PretrainedNames.Translate([theirs])[theirs]);
}
