using System.IO.Compression;
using CsCheck;
using Lethe.Runtime;
using Lethe.Training;
using Lethe.Training.Pickles;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Training.Pickles;

public sealed class PickledWeightsTests : IDisposable
{
    // What torch.save of PyTorch 1.13 wrote of a state_dict, zlib: the archive of today, and the form before 1.6.
    private const string Today =
        "eNqtVUlv00AUHmdxErdla0vLVnZogKbN0gAFmuIWUzBLMKoU9RK5iVsHQpPnTJBAIPXSAickhBAnxAnxG7jAjTNI5YI4c+QPcGCWNPW4S4RgpLFl+33Le37Pzur+AELhMFqzOlA3eliq5geLJjZj1btlTd2Opr1rwVcoVMplq4BLlfmactMpWo5VnCgVsAIoaoDUn5MImQm+Aq44BTuWr+NSuabkHWumXioX89iar1Wc/P2EAv7+/lyIBNdIpDlnQYBDFK1cMfFtflOBICMcAjnnJ+dCtQ4hXcYQvqUj3af7lyCi+3VpCZRnNjXQhqHdgA4GsmGLTUTsFeJJszzb5N3KQuKwzQ7pPgzbGd8i7NClRejkXF0Yug3YyYRnYhh6OJsdtGWbmeilIL/uW4JdukS97ObAPRj2GrCPKcxDn2DiWmV+rmliPwtJwAHCJ2E4SPiiUc5xCMNhA46wgCoc3aCcVdMx71nYchQ4tuKOQZJwnHP2U48kpyg9nODcJzGcMmDgKbuIPYFBA4YYyoK4wJKCBGFBGJKUBdEUU7zcw5wpjeG0AWdyPlqiWTgrpKqyNxlPN9MdYaTDcI5bO9+wdoEeRjlhBsOYARdZYBFUgW+iUp8pW022cRaUhgnOdqnBptHDZc42ieGKAVfrj0HPRUhwntTKpA0O19jz6zna+nDjMdxkrXjfcmqksSGrS7VabSaW1UPht0vPf/wi+dGd3XB82lDv6vgMDmlq19rhIQuhhY8k+mMDlSHXZH/KUKHO5PMPveQm3ZsJDbqE4pp6cl2hDRYaRZ+oVnp5+SURQIEWWuMurYSmZv5Ga70VajBTD9VvPytUNNzCQ8blIamp5/7FA6n3KNX+Pf3uu5g/apl/6j/kv1mePS6tYU3tXE9rbIy6v7P30Wc6cb4WlQu6GNOaKqHpKbaWWb89TaQetK5/O2kZxtKYDU0d+YciJBWq/OXN3NSqf4memtrucetY40b4Q3mh7gFqE2AZP3JPpxfongYR+F4Axr1AdwuLwK6AG5jwAt39JwJfC8DkCnD99hQUg25gyqvo7hkRuCAAh71Ad5uIwK8CMO0Fut9yuwDslZHQU1ldlk81nvX5B5pxEc85wEuBXsgrXxGZfVBeNRQldi8oc0yExfPYPyAB4+Q=";
    private const string Before =
        "eNp1k9lu00AUhr2kCTUUyk5Zy56whMSNnYSlLaWUgrsaIfkGWY4zrY1MnGNPKoEUKTcthWfgAXiL9iV4CB4BiQvOeAmqKyz52HNm5vt/H58ZCN8k78/3hd+TH36sTZQHwvIvEWMfuKIxznFcN/Cpb/ueuUWC0PU7wOMCYwxnPJdSj5ik03atDgi7hoRJ+qlLzND9TEIQ+5ArGiOYDB0/oDCiCYaII7dDIa/ljBxj+J1NKGi5Xg81bZTxiE1RJZRWgzYJSHvetakEXEkHvmjwuMMCwaZ+YDtls0ddL5TMgLR6rtc2KemEfmBuyRKIxaJRYMK40tokkIu3SAueb9G3cVKCkchxtVJVp+R6s1KDfOTP7vbQUn6FwpF1jdMETdyBUU3U+B2QvjrMylEKx3QYi/w4cNxBOSeVWLS8jaHCiVShodRkuVaBcaegCUg+GZG34ZTGb8PpmHqGwlkdzkUeWmUK52Ouc8jmBSe2N8EgoibswEWNZy4vxaDLFK7ocDWy14FrB+wtYcGH9iZTstJUFbmqwnUk80i+geRSKabdpHBLh9sRrQt3/lP8rhVYHwklgQR3D/muN+VKpQLFhF5ivvG777FwP1Z5QOGhDuXdaPDoC1R0qEaSBOQsT2nUFFWtwRTyOOTVGI9jBVDi36TGzDqFhg5NQ2AF3YDHBwoxF/VCVR0W48kQP1VtVJsyPE3sPkvsTrMwE6NnKTzXYS5y2IYXB8jzfq/lkSF3fshV5LqKRX6ZcBcS7isWFmPuawpvdNB6fVgyRnGbiTW12ha1YDmaXzEwycFqH9aiBk8P5brGh2HYwkP0nh3czJfwWQtCtpRithNy2aY79Dfz2d4ukDIrB7tmZ9O3d9H1cyYZcmm+kDzz6QQ32MOwlwxw/QDv/Rn+3/y0kL5Oc/t/AZl8KXk=";

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("weights.pth");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Today)]
    [InlineData(Before)]
    public void A_file_of_PyTorch_is_read(string zlib)
    {
        using (var unpacked = new ZLibStream(new MemoryStream(Convert.FromBase64String(zlib)), CompressionMode.Decompress))
        using (var file = File.Create(Path))
        {
            unpacked.CopyTo(file);
        }
        using var scope = NewDisposeScope();
        var read = PickledWeights.Read(Path);
        Assert.Equal(["a", "h", "b.t", "n", "p", "e", "bf", "d"], read.Keys);
        Assert.Equal([-1, -0.5f, 0, 0.5f, 1, 1.5f], read["a"].data<float>().ToArray());
        Assert.Equal([3, 2], read["b.t"].shape);
        Assert.Equal([1, 3], read["b.t"].stride());
        Assert.Equal([-1, 0.5f, -0.5f, 1, 0, 1.5f], read["b.t"].contiguous().data<float>().ToArray());
        Assert.Equal((ScalarType.Float16, 1.5f), (read["h"].dtype, read["h"][0].to(ScalarType.Float32).item<float>()));
        Assert.Equal((0L, 7L), (read["n"].dim(), read["n"].item<long>()));
        Assert.Equal(0.25f, read["p"].item<float>());
        Assert.Equal([0, 3], read["e"].shape);
        Assert.Equal((ScalarType.BFloat16, 3f), (read["bf"].dtype, read["bf"].to(ScalarType.Float32).item<float>()));
        Assert.Equal(1.0 / 3, read["d"].item<double>());
        // One storage, as in Python.
        read["a"][0, 0].fill_(9);
        Assert.Equal(9, read["b.t"][0, 0].item<float>());
    }

    [Fact]
    public void Every_shape_and_order_of_strides_comes_back() =>
        Gen.Select(Gen.Int[1, 4].Array[0, 4], Gen.Int[0, 3], Gen.Int[0, 1000], Gen.Bool)
            .Sample(
                (sides, offset, seed, isLegacy) =>
                {
                    using var scope = NewDisposeScope();
                    manual_seed(seed);
                    long[] shape = [.. sides.Select(static side => (long)side)];
                    var storage = randn(
                        shape.Aggregate((long)offset, static (sum, _) => sum)
                            + shape.Aggregate(1L, static (product, side) => product * side)
                    );
                    // The axes lie in memory in an order of their own.
                    var order = Enumerable.Range(0, shape.Length).OrderBy(axis => (axis * 7919 + seed) % 13).ToArray();
                    var strides = new long[shape.Length];
                    var step = 1L;
                    foreach (var axis in order)
                    {
                        (strides[axis], step) = (step, step * shape[axis]);
                    }
                    File.WriteAllBytes(
                        Path,
                        PickledFile.Of(
                            isLegacy,
                            PickleWriter.One("FloatStorage", storage.shape[0], offset, shape, strides),
                            ("0", storage.shape[0], storage.bytes.ToArray())
                        )
                    );
                    var read = PickledWeights.Read(Path)["x"];
                    return read.shape.AsSpan().SequenceEqual(shape)
                        && read.equal(storage.as_strided(shape, strides, offset)).all().item<bool>();
                },
                iter: 60,
                threads: 1
            );

    [Fact]
    public void Parameters_and_attributes_of_a_state_dict_are_read_and_names_of_protocol_4_too()
    {
        var pickle = new PickleWriter()
            .Text("collections")
            .Text("OrderedDict")
            .Op(PickleOpcode.STACK_GLOBAL)
            .Op(PickleOpcode.EMPTY_TUPLE)
            .Op(PickleOpcode.REDUCE)
            .Op(PickleOpcode.MEMOIZE)
            .Text("x")
            .Global("torch._utils", "_rebuild_parameter")
            .Op(PickleOpcode.MARK)
            .Tensor("0", "LongStorage", 1, 0, [1], [1])
            .Op(PickleOpcode.NEWTRUE)
            .Op(PickleOpcode.NONE)
            .Op(PickleOpcode.TUPLE)
            .Op(PickleOpcode.REDUCE)
            .Op(PickleOpcode.SETITEM)
            .Op(PickleOpcode.EMPTY_DICT)
            .Text("_metadata")
            .Op(PickleOpcode.EMPTY_DICT)
            .Op(PickleOpcode.SETITEM)
            .Op(PickleOpcode.BUILD)
            .End();
        File.WriteAllBytes(Path, PickledFile.Zip(pickle, ("0", 1, PickleWriter.Number(-5, 8))));
        using var scope = NewDisposeScope();
        Assert.Equal(-5, Assert.Single(PickledWeights.Read(Path)).Value.item<long>());
    }

    [Fact]
    public void A_network_takes_its_weights_by_name_from_either_kind_of_file()
    {
        using var scope = NewDisposeScope();
        var pickle = new PickleWriter()
            .Op(PickleOpcode.EMPTY_DICT)
            .Op(PickleOpcode.MARK)
            .Text("weight")
            .Tensor("0", "FloatStorage", 3, 0, [1, 2], [2, 1])
            .Text("bias")
            .Tensor("0", "FloatStorage", 3, 2, [1], [1])
            .Op(PickleOpcode.SETITEMS)
            .End();
        File.WriteAllBytes(Path, PickledFile.Legacy(pickle, ("0", 3, tensor([1f, 2, 3]).bytes.ToArray())));
        using var layer = nn.Linear(2, 1);
        Assert.Equal(["weight", "bias"], NamedWeights.Load(layer, [Path]).Loaded);
        Assert.Equal(
            8,
            layer
                .forward(
                    tensor(
                        new float[,]
                        {
                            { 1, 2 },
                        }
                    )
                )
                .item<float>()
        );
        using var larger = nn.Linear(3, 1);
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => NamedWeights.Load(larger, [Path])).ExitCode);
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_a_folder_says_so()
    {
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => PickledWeights.Read(folder.File("absent"))).ExitCode);
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => PickledWeights.Read(folder.Path)).ExitCode);
    }
}
