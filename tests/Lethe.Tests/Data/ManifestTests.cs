using System.Text.Json.Nodes;
using Lethe.Data;

namespace Lethe.Tests.Data;

public sealed class ManifestTests
{
    public static TheoryData<string> Names => [.. Manifest.Names];

    [Fact]
    public void The_kit_describes_its_data_sets() =>
        Assert.Equal(
            [
                "celeb-df-v2",
                "cifar10",
                "clip-vit-l14",
                "faceforensics",
                "faces-sample",
                "fashion-mnist",
                "fashion-mnist-sample",
                "ffiw10k",
                "fid-inception",
                "imagenet-resnet18",
                "lfw",
                "mesonet",
                "nudenet",
                "sd-v1-4",
                "vggface2",
                "yunet",
            ],
            Manifest.Names
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_manifest_is_valid_croissant_and_bears_the_name_of_its_file(string name)
    {
        Assert.Empty(ManifestValidator.Check(Manifest.Text(name)));
        Assert.Equal(name, Manifest.Get(name).Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_gated_set_says_how_to_get_access_and_every_other_has_a_checksum(string name)
    {
        var manifest = Manifest.Get(name);
        if (manifest.IsGated)
        {
            Assert.True(manifest.AccessSteps.Count >= 2);
            Assert.Contains(manifest.AccessSteps, static step => step.Contains("https://", StringComparison.Ordinal));
        }
        else
        {
            Assert.All(manifest.Downloads, static file => Assert.True(file.Sha256 is not null || file.Md5 is not null));
        }
    }

    [Fact]
    public void Files_know_their_archive_size_and_checksum()
    {
        var manifest = Manifest.Get("cifar10");
        var archive = Assert.Single(manifest.Downloads);
        Assert.Equal((170_052_171L, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"), (archive.Bytes, archive.Sha256));
        Assert.True(archive.IsArchive);
        Assert.Equal(Cifar10Binary.Files, manifest.Needed.Select(static file => file.Name));
        Assert.All(manifest.Needed, static file => Assert.Equal("cifar-10-binary.tar.gz", file.ContainedIn));
        Assert.Equal(FashionMnist.Files, Manifest.Get("fashion-mnist").Needed.Select(static file => file.Name));
        Assert.Equal("lfw-deepfunneled", Manifest.Get("lfw").ImageFolder);
        Assert.Equal(["sd-v1-4"], Manifest.Names.Where(static name => Manifest.Get(name).StaysInPlace));
        Assert.Equal(
            ["config.json", "model.safetensors", "vocab.json", "merges.txt"],
            Manifest.Get("clip-vit-l14").Needed.Select(static file => file.Name)
        );
    }

    [Theory]
    [InlineData("name")]
    [InlineData("license")]
    [InlineData("creator")]
    [InlineData("conformsTo")]
    [InlineData("citeAs")]
    [InlineData("datePublished")]
    [InlineData("isAccessibleForFree")]
    [InlineData("conditionsOfAccess")]
    [InlineData("distribution")]
    [InlineData("recordSet")]
    [InlineData("@context")]
    public void A_manifest_without_a_required_property_is_refused(string property)
    {
        var json = JsonNode.Parse(Manifest.Text("vggface2"))!.AsObject();
        Assert.True(json.Remove(property));
        Assert.NotEmpty(ManifestValidator.Check(json.ToJsonString()));
    }

    [Theory]
    [InlineData("sha256", "00", "checksum")]
    [InlineData("@id", "images", "@id of another")]
    [InlineData("@type", "cr:Thing", "neither")]
    [InlineData("contentUrl", "", "contentUrl")]
    public void A_wrong_file_object_is_refused(string property, string value, string reason)
    {
        var json = JsonNode.Parse(Manifest.Text("fashion-mnist"))!;
        json["distribution"]![0]![property] = value;
        Assert.Contains(ManifestValidator.Check(json.ToJsonString()), fault => fault.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_reference_to_nothing_is_refused()
    {
        var json = JsonNode.Parse(Manifest.Text("cifar10"))!;
        json["distribution"]![1]!["containedIn"]!["@id"] = "gone.zip";
        Assert.Contains(ManifestValidator.Check(json.ToJsonString()), static fault => fault.Contains("gone.zip", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    public void What_is_no_json_object_is_refused(string json) => Assert.NotEmpty(ManifestValidator.Check(json));
}
