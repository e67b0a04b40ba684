using Lethe.Runtime;
using Lethe.Training.Pickles;
using TorchSharp;
using static Lethe.Training.Pickles.PickleOpcode;
using static TorchSharp.torch;

namespace Lethe.Tests.Training.Pickles;

/// <summary>Checkpoints: what stands beside the weights is read past, and where two could be meant neither is taken.</summary>
public sealed class StateDictTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    private string Path => folder.File("checkpoint.pth");

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    // {"epoch": 7, "best": 0.93, "state_dict": {"w": …}, "optimizer": {"state": {0: {"exp_avg": …}}, "lr": 0.1}, "arch": "resnet18",
    // "done": True, "betas": (0.9, 0.5), "none": None}
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_one_dictionary_of_tensors_is_read(bool isLegacy)
    {
        var pickle = new PickleWriter()
            .Op(EMPTY_DICT)
            .Op(MARK)
            .Text("epoch")
            .Number(7)
            .Text("best")
            .Op(BINFLOAT, Float(0.93))
            .Text("state_dict")
            .Op(EMPTY_DICT)
            .Text("w")
            .Tensor("0", "FloatStorage", 2, 0, [2], [1])
            .Op(SETITEM)
            .Text("optimizer")
            .Op(EMPTY_DICT)
            .Op(MARK)
            .Text("state")
            .Op(EMPTY_DICT)
            .Number(0)
            .Op(EMPTY_DICT)
            .Text("exp_avg")
            .Tensor("1", "FloatStorage", 2, 0, [2], [1])
            .Op(SETITEM)
            .Op(SETITEM)
            .Text("lr")
            .Op(BINFLOAT, Float(0.1))
            .Op(SETITEMS)
            .Text("arch")
            .Text("resnet18")
            .Text("done")
            .Op(NEWTRUE)
            .Text("betas")
            .Op(BINFLOAT, Float(0.9))
            .Op(BINFLOAT, Float(0.5))
            .Op(TUPLE2)
            .Text("none")
            .Op(NONE)
            .Op(SETITEMS)
            .End();
        File.WriteAllBytes(Path, PickledFile.Of(isLegacy, pickle, ("0", 2, tensor([1f, 2]).bytes.ToArray()), ("1", 2, new byte[8])));
        Assert.Equal([1, 2], Assert.Single(PickledWeights.Read(Path)).Value.data<float>().ToArray());
    }

    [Fact]
    public void Truth_values_and_complex_numbers_are_read()
    {
        var pickle = new PickleWriter()
            .Op(EMPTY_DICT)
            .Op(MARK)
            .Text("mask")
            .Tensor("0", "BoolStorage", 3, 0, [3], [1])
            .Text("c")
            .Tensor("1", "ComplexFloatStorage", 1, 0, [1], [1])
            .Op(SETITEMS)
            .End();
        File.WriteAllBytes(Path, PickledFile.Zip(pickle, ("0", 3, [1, 0, 1]), ("1", 1, tensor([1.5f, -2f]).bytes.ToArray())));
        var read = PickledWeights.Read(Path);
        Assert.Equal([true, false, true], read["mask"].data<bool>().ToArray());
        Assert.Equal(
            (ScalarType.ComplexFloat32, 1.5f, -2f),
            (read["c"].dtype, read["c"].real[0].item<float>(), read["c"].imag[0].item<float>())
        );
        File.WriteAllBytes(Path, PickledFile.Zip(pickle, ("0", 3, [1, 2, 1]), ("1", 1, new byte[8])));
        Assert.EndsWith("a truth value of storage 0 is neither 0 nor 1.", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_dictionaries_of_tensors_are_refused_with_the_line_that_keeps_one()
    {
        var pickle = new PickleWriter().Op(EMPTY_DICT).Op(MARK);
        foreach (var name in new[] { "state_dict", "state_dict_ema" })
        {
            pickle.Text(name).Op(EMPTY_DICT).Text("w").Tensor("0", "FloatStorage", 2, 0, [2], [1]).Op(SETITEM);
        }
        File.WriteAllBytes(Path, PickledFile.Zip(pickle.Op(SETITEMS).End(), ("0", 2, new byte[8])));
        Assert.EndsWith(
            "it holds 2 dictionaries of tensors, state_dict, state_dict_ema. Save the one you mean alone, in Python: "
                + "torch.save(torch.load(\"the file\")[\"state_dict\"], \"weights.pth\").",
            Refused(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_checkpoint_without_tensors_is_refused_with_the_line_that_saves_them()
    {
        File.WriteAllBytes(Path, PickledFile.Zip(new PickleWriter().Op(EMPTY_DICT).Text("epoch").Number(3).Op(SETITEM).End()));
        Assert.EndsWith(
            "epoch in it is no tensor. Save the state_dict alone, in Python: torch.save(model.state_dict(), \"weights.pth\").",
            Refused(),
            StringComparison.Ordinal
        );
    }

    // Every level would have a thousand times as many places as the one before.
    [Fact]
    public void Dictionaries_within_themselves_are_no_danger()
    {
        var pickle = new PickleWriter().Op(EMPTY_DICT).Op(BINPUT, 0).Op(MARK);
        for (var i = 0; i < 2000; i++)
        {
            pickle.Text($"k{i}").Op(BINGET, 0);
        }
        File.WriteAllBytes(Path, PickledFile.Zip(pickle.Op(SETITEMS).End()));
        Refused();
    }

    private static byte[] Float(double value)
    {
        var bytes = BitConverter.GetBytes(value);
        Array.Reverse(bytes);
        return bytes;
    }

    private string Refused()
    {
        var error = Assert.Throws<LetheException>(() => PickledWeights.Read(Path));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        return error.Message;
    }
}
