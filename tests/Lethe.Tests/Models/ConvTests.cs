using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

public sealed class ConvTests
{
    [Theory]
    [InlineData(3, 8, 3, 1, 1)]
    [InlineData(8, 16, 3, 2, 1)]
    [InlineData(8, 16, 1, 1, 0)]
    [InlineData(8, 16, 1, 2, 0)] // torch's own gradient of this one writes past the end of its memory on some processors
    [InlineData(24, 40, 1, 2, 0)]
    [InlineData(3, 16, 4, 4, 0)]
    public void It_is_the_sum_over_the_kernel_forward_and_backward(int input, int output, int kernel, int stride, int padding)
    {
        manual_seed(4);
        using var scope = NewDisposeScope();
        using var layer = new Conv(input, output, kernel, stride, padding);
        var weight = layer.state_dict()["weight"];
        var images = PoisonedHeap.Images(2, input, 9).requires_grad_();
        var copy = images.detach().clone().requires_grad_();
        var (kernels, maps) = (weight.detach().clone().requires_grad_(), layer.forward(images));
        // The same through unfolded patches and a matrix product.
        var patches = nn.functional.unfold(copy.contiguous(), (kernel, kernel), padding: (padding, padding), stride: (stride, stride));
        var reference = kernels.reshape(output, -1).matmul(patches).view(maps.shape);
        Assert.True(maps.allclose(reference, 1e-4, 1e-4));
        var pull = randn_like(reference);
        (maps * pull).sum().backward();
        (reference * pull).sum().backward();
        Assert.True(images.grad!.allclose(copy.grad!, 1e-3, 1e-3));
        Assert.True(weight.grad!.allclose(kernels.grad!, 1e-3, 1e-3));
    }

    // One channel on either side, and numbers of channels that fill no block of sixteen: libtorch 2.10's convolutions in NCHW order, which
    // one
    // channel is too, compute garbage of them on AMD's Zen 5.
    public static TheoryData<int, int, bool> Odd =>
        new(
            from sizes in (IEnumerable<(int Input, int Output)>)
                [
                    .. Enumerable.Range(1, 16).Select(static output => (1, output)),
                    (1, 24),
                    (3, 1),
                    (16, 1),
                    (64, 1),
                    (2, 8),
                    (3, 24),
                    (24, 16),
                ]
            from isFloat32 in (bool[])[false, true]
            select (sizes.Input, sizes.Output, isFloat32)
        );

    [Theory]
    [MemberData(nameof(Odd))]
    public void Few_channels_give_the_sum_over_the_rounded_values_too(int input, int output, bool isFloat32)
    {
        var type = isFloat32 ? ScalarType.Float32 : ScalarType.BFloat16;
        var rounding = isFloat32 ? 1e-5 : 1.0 / 64; // of eight bits, with room for sums of it
        manual_seed(4);
        using var scope = NewDisposeScope();
        using var layer = new Conv(input, output, 3, 1, 1);
        var weight = layer.state_dict()["weight"];
        var images = PoisonedHeap.Images(8, input, 16).to(type).detach().requires_grad_();
        var (copy, kernels) = (Rounded(images), Rounded(weight));
        var reference = kernels.reshape(output, -1).matmul(nn.functional.unfold(copy, (3, 3), padding: (1, 1))).view(8, output, 16, 16);
        var (maps, pull) = (layer.forward(images), randn(8, output, 16, 16).to(type));
        maps.backward([pull.ChannelsLast()]); // as layers behind it give it back
        reference.backward([pull.@float()]);
        Assert.InRange(Apart(maps, reference), 0, rounding);
        Assert.InRange(Apart(images.grad!, copy.grad!), 0, rounding);
        Assert.InRange(Apart(weight.grad!, kernels.grad!), 0, rounding);

        Tensor Rounded(Tensor x) => x.detach().to(type).@float().contiguous().requires_grad_();
        static double Apart(Tensor ours, Tensor other) => ((ours.@float() - other).norm() / other.norm()).item<float>();
    }

    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 2, 0)]
    public void The_gradient_comes_back_channels_last(int kernel, int stride, int padding)
    {
        using var scope = NewDisposeScope();
        using var layer = new Conv(16, 16, kernel, stride, padding);
        var images = PoisonedHeap.Images(2, 16, 8).requires_grad_();
        var gradient = autograd.grad([layer.forward(images).sum()], [images])[0];
        Assert.Equal([16L * 8 * 8, 1, 16 * 8, 16], gradient.stride());
    }

    [Theory]
    [InlineData(8, 8, 3, 1, 8, 1)]
    [InlineData(24, 24, 5, 2, 24, 1)]
    [InlineData(8, 16, 3, 1, 4, 1)]
    [InlineData(4, 4, 3, 1, 1, 3)]
    [InlineData(6, 6, 3, 2, 6, 2)]
    public void Groups_see_their_own_channels_and_dilation_spreads_the_kernel(
        int input,
        int output,
        int kernel,
        int stride,
        int groups,
        int dilation
    )
    {
        manual_seed(5);
        using var scope = NewDisposeScope();
        using var layer = new Conv(input, output, kernel, stride, dilation, groups: groups, dilation: dilation);
        var weight = layer.state_dict()["weight"];
        Assert.Equal([output, input / groups, kernel, kernel], weight.shape);
        var images = PoisonedHeap.Images(2, input, 11).requires_grad_();
        var copy = images.detach().clone().requires_grad_();
        var (kernels, maps) = (weight.detach().clone().requires_grad_(), layer.forward(images));
        var patches = nn.functional.unfold(
            copy.contiguous(),
            (kernel, kernel),
            (dilation, dilation),
            (dilation, dilation),
            (stride, stride)
        );
        var reference = kernels.reshape(groups, output / groups, -1).matmul(patches.view(2, groups, -1, patches.shape[2])).view(maps.shape);
        Assert.True(maps.allclose(reference, 1e-4, 1e-4));
        var pull = randn_like(reference);
        (maps * pull).sum().backward();
        (reference * pull).sum().backward();
        Assert.True(images.grad!.allclose(copy.grad!, 1e-3, 1e-3));
        Assert.True(weight.grad!.allclose(kernels.grad!, 1e-3, 1e-3));
    }

    [Theory]
    [InlineData(8, 3, 2, 0, 1)] // TensorFlow: one zero, below and to the right
    [InlineData(9, 3, 2, 1, 1)]
    [InlineData(8, 5, 2, 1, 2)]
    [InlineData(7, 5, 1, 2, 2)]
    [InlineData(8, 1, 2, 0, 0)]
    public void Same_padding_gives_the_size_over_the_stride_rounded_up(int side, int kernel, int stride, int before, int after)
    {
        manual_seed(6);
        using var scope = NewDisposeScope();
        using var layer = new Conv(4, 4, kernel, stride, same: true);
        var images = PoisonedHeap.Images(1, 4, side);
        var maps = layer.forward(images);
        Assert.Equal([1, 4, (side + stride - 1) / stride, (side + stride - 1) / stride], maps.shape);
        var framed = zeros(1, 4, side + before + after, side + before + after);
        framed[.., .., before..(before + side), before..(before + side)] = images;
        var patches = nn.functional.unfold(framed, (kernel, kernel), stride: (stride, stride));
        Assert.True(maps.allclose(layer.state_dict()["weight"].reshape(4, -1).matmul(patches).view(maps.shape), 1e-4, 1e-4));
    }

    [Fact]
    public void Images_in_any_strides_give_the_same_maps_in_channels_last_strides()
    {
        using var scope = NewDisposeScope();
        using var layer = new Conv(8, 16, 3, 1, 1);
        var images = PoisonedHeap.Images(2, 8, 10);
        var maps = layer.forward(images.contiguous());
        Assert.True(maps.allclose(layer.forward(images), 1e-5, 1e-5));
        Assert.Equal(1, maps.stride(1));
    }
}
