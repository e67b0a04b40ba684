using Lethe.Data;
using Lethe.Erasing.Judges;
using Lethe.Runtime;
using Lethe.Tests.Detection.Detectors;
using Lethe.Tests.Training;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

public sealed class InceptionFeaturesTests : IDisposable
{
    private const string Variable = "LETHE_FID_WEIGHTS";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Weights()
    {
        var path = folder.File("inception.safetensors");
        using var network = new InceptionV3();
        FormulaWeights.Fill(network);
        // Without the counters, as a converted file may be.
        SafetensorsFile.Write(path, network.state_dict().Where(static entry => entry.Value.dim() > 0));
        return path;
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Pictures_in_parts_of_any_size_give_a_row_each_and_nothing_is_left_in_memory()
    {
        using var inception = new InceptionFeatures(Weights()) { Batch = 2 };
        Assert.Equal((472, 0, 0), (inception.Weights.Loaded.Count, inception.Weights.Missing.Count, inception.Weights.Extra.Count));
        using var scope = NewDisposeScope();
        var pictures = (FormulaWeights.Make("images", 3, 3, 24, 20) / 4) + 0.5;
        inception.Of(pictures);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using var all = inception.Of(pictures);
        Assert.Equal(1, DisposeScopeManager.Statistics.ThreadTotalLiveCount - live);
        Assert.Equal([3, 2048], all.shape);
        var parts = inception.Of([pictures[..1], pictures[1..]]);
        Assert.InRange((all - parts).abs().max().item<float>(), 0, 1e-5);
        using var clean = new InceptionFeatures(folder.File("inception.safetensors")) { Resize = FidResize.Clean };
        Assert.True((all - clean.Of(pictures)).abs().max().item<float>() > 1e-3);
        Assert.Equal([0, 2048], inception.Of([]).shape);
    }

    [Fact]
    public void Other_values_channels_and_types_are_refused()
    {
        using var scope = NewDisposeScope();
        using var inception = new InceptionFeatures(Weights());
        Assert.Contains(
            "0 to 1",
            Assert.Throws<ArgumentException>(() => inception.Of(full([1, 3, 8, 8], 255f))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => inception.Of(full([1, 3, 8, 8], -0.1f)));
        Assert.Throws<ArgumentException>(() => inception.Of(full([1, 3, 8, 8], float.NaN)));
        Assert.Contains(
            "3 channels",
            Assert.Throws<ArgumentException>(() => inception.Of(zeros(1, 1, 8, 8))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => inception.Of(zeros([1, 3, 8, 8], uint8)));
        Assert.Throws<ArgumentException>(() => inception.Of(zeros(3, 8, 8)));
    }

    [Fact]
    public void Without_the_file_or_with_another_it_says_so()
    {
        var options = new DataOptions { Cache = folder.File("cache") };
        Assert.Contains(
            "lethe data get fid-inception",
            Assert.Throws<LetheException>(() => InceptionFeatures.Open(options)).Message,
            StringComparison.Ordinal
        );
        Directory.CreateDirectory(folder.File("cache/fid-inception"));
        File.WriteAllText(folder.File("cache/fid-inception/pt_inception-2015-12-05-6726825d.pth"), "<html>not found</html>");
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => InceptionFeatures.Open(options)).ExitCode);
        var path = folder.File("other.safetensors");
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(path, [new("fc.bias", zeros(1008))]);
        Assert.Contains("missing", Assert.Throws<LetheException>(() => new InceptionFeatures(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_of_pytorch_fid_fit_to_the_last_tensor()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        Need.Other(
            !string.IsNullOrEmpty(path),
            "LETHE_FID_WEIGHTS",
            $"{Variable} names no pt_inception-2015-12-05-6726825d.pth: the reader was not tried on the file itself."
        );
        using var inception = new InceptionFeatures(path!);
        Assert.Equal((566, 0, 0), (inception.Weights.Loaded.Count, inception.Weights.Missing.Count, inception.Weights.Extra.Count));
        using var scope = NewDisposeScope();
        var features = inception.Of((FormulaWeights.Make("images", 2, 3, 80, 64) / 4) + 0.5);
        Assert.True(features.isfinite().all().item<bool>() && features.min().item<float>() >= 0);
    }
}
