using Lethe.Runtime;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class JitTests
{
    [Fact]
    public void Of_a_linear_map_the_ratio_is_its_stretch()
    {
        using var scope = NewDisposeScope();
        var a = tensor(
            new float[,]
            {
                { 1, 2 },
                { 0, 1 },
            }
        );
        Tensor Map(Tensor x) => x.matmul(a.t());
        var x = tensor(
            new float[,]
            {
                { 1, 1 },
            }
        );
        var ratio = Jit.Ratio(
            Map,
            Map(x),
            x,
            x
                + tensor(
                    new float[,]
                    {
                        { 0.3f, -0.4f },
                    }
                )
        );
        Assert.Equal(1.280625, ratio.item<float>(), 2e-6);
    }

    [Fact]
    public void No_noise_stretches_more_than_the_largest_singular_value()
    {
        using var scope = NewDisposeScope();
        using var generator = RandomStream.For(1).Torch();
        var a = tensor(
            new float[,]
            {
                { 1, 2 },
                { 0, 1 },
            }
        );
        Tensor Map(Tensor x) => x.flatten(1).matmul(a.t());
        var images = randn([8, 2, 1, 1], generator: generator) * 5;
        var roughness = new Jit { Copies = 10 }
            .Roughness(Map, images, generator)
            .item<float>();
        Assert.InRange(roughness, 8 * 0.414, 8 * 2.4143); // the singular values are 0.414 and 2.414
    }

    [Fact]
    public void At_a_rate_of_nothing_nothing_changes()
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var still = new Jit { LearningRate = 0, Copies = 2 };
        still.Unlearn(world.Task(model, still));
        Assert.Equal(Networks.Hash(original), Networks.Hash(model));
    }

    [Fact]
    public void Gradients_that_are_never_zeroed_lead_elsewhere()
    {
        Assert.NotEqual(Run(true, 12), Run(false, 12));
        Assert.Equal(Run(true, 24), Run(false, 24)); // in one step they are the same

        static string Run(bool zero, int batchSize)
        {
            using var world = new ImageWorld();
            using var model = world.Trained();
            var method = new Jit
            {
                Copies = 2,
                ZeroGrad = zero,
                BatchSize = batchSize,
            };
            method.Unlearn(world.Task(model, method));
            return Networks.Hash(model);
        }
    }
}
