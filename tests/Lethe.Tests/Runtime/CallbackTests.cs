using System.Reflection;
using System.Runtime.InteropServices;
using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Runtime;

/// <summary>Functions that torch calls. Without the barrier every failure here ends the process, and the tests with it.</summary>
public sealed class CallbackTests
{
    private static bool IsUp => TorchRuntime.ErrorsEndTheProcess is null;

    [Fact]
    public void An_exception_in_backward_is_the_inner_one()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        using var x = torch.ones(3, requires_grad: true);
        for (var round = 0; round < 600; round++) // more than one piece of code holds
        {
            using var scope = torch.NewDisposeScope();
            var error = Assert.Throws<ExternalException>(() => Refusing.apply(x).sum().backward());
            Assert.Equal("InvalidOperationException in a function that torch called: no gradient today", error.Message);
            Assert.Equal("no gradient today", Assert.IsType<InvalidOperationException>(error.InnerException).Message);
        }
        (x * 2).sum().backward();
        Assert.Equal([2f, 2, 2], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void An_exception_in_the_closure_of_an_optimizer_too()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        using var w = nn.Parameter(torch.ones(3));
        using var optimizer = torch.optim.LBFGS([w]);
        Assert.IsType<ArgumentException>(
            Assert.Throws<ExternalException>(() => optimizer.step(() => throw new ArgumentException("no loss"))).InnerException
        );
        Assert.IsType<NullReferenceException>(Assert.Throws<ExternalException>(() => optimizer.step(() => null!)).InnerException);
    }

    [Fact]
    public void An_exception_in_a_distance_too()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        using var a = torch.ones(2, 3);
        Assert.IsType<ArgumentException>(
            Assert
                .Throws<ExternalException>(() =>
                    nn.functional.triplet_margin_with_distance_loss(a, a, a, (_, _) => throw new ArgumentException("no distance"))
                )
                .InnerException
        );
    }

    // What fills or frees memory of TorchSharp's own does not run a program's code; a module's forward is kept by torch and called by
    // nobody.
    [Fact]
    public void TorchSharp_gives_torch_no_other_function()
    {
        var native = typeof(torch).Assembly.GetType("TorchSharp.PInvoke.NativeMethods")!;
        var takers =
            from method in native.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            from parameter in method.GetParameters()
            where
                parameter.ParameterType.IsSubclassOf(typeof(Delegate))
                && parameter.ParameterType.Name
                    is not ("AllocatePinnedArray" or "AllocateIndexedNativeTensorOrScalarArray" or "GCHandleDeleter")
            select method.Name;
        Assert.Equal(
            ["THSAutograd_CSharpNode_ctor", "THSNN_Optimizer_step", "THSNN_custom_module", "THSNN_triplet_margin_with_distance_loss"],
            takers.Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(long.MinValue, -1, 0)]
    [InlineData(7, -1, 0)]
    public void The_smallest_number_can_be_divided(long number, long by, long rest)
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        using var left = torch.tensor(new[] { number });
        using var right = torch.tensor(new[] { by });
        Assert.Equal(rest, left.remainder(right).item<long>());
        Assert.Equal(unchecked(number * by), left.div(right, RoundingMode.trunc).item<long>());
    }

    [Fact]
    public void No_heads_are_an_exception()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        Assert.Equal(
            "embed_dim must be divisible by num_heads",
            Assert.Throws<ExternalException>(() => nn.MultiheadAttention(8, 0)).Message
        );
        Assert.Throws<ExternalException>(() => nn.Transformer(8, 0));
        Assert.Throws<ExternalException>(() => nn.TransformerEncoderLayer(8, 0));
        Assert.Throws<ExternalException>(() => nn.TransformerDecoderLayer(8, 0));
    }

    private sealed class Refusing : autograd.SingleTensorFunction<Refusing>
    {
        public override string Name => nameof(Refusing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidOperationException("no gradient today");
    }
}
