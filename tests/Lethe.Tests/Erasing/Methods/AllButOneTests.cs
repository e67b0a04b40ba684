using Lethe.Erasing.Methods;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Tests.Erasing.Methods;

public sealed class AllButOneTests
{
    private static readonly Tensor Nothing = zeros(1, 1, 1).DetachFromDisposeScope(),
        Concept = ones(1, 1, 1).DetachFromDisposeScope(),
        Instead = full([1, 1, 1], 2f).DetachFromDisposeScope();

    [Theory]
    [InlineData(GuidanceTarget.Replace)]
    [InlineData(GuidanceTarget.SurgicalSwap)]
    public void Nothing_is_lost_where_concept_and_replacement_are_one(GuidanceTarget target)
    {
        using var scope = NewDisposeScope();
        using var network = new PerPrompt();
        Assert.Equal(
            0,
            new AllButOne { Target = target }
                .Loss(network, network, randn(3, 2, 4, 4), 7, Nothing, Concept, Concept)
                .item<float>(),
            1e-12f
        );
    }

    [Fact]
    public void Nothing_is_lost_where_the_mask_lets_nothing_through()
    {
        using var scope = NewDisposeScope();
        using var network = new PerPrompt();
        Assert.Equal(
            0,
            new AllButOne { Quantile = 1.01 }
                .Loss(network, network, randn(3, 2, 4, 4), 7, Nothing, Concept, Instead)
                .item<float>(),
            1e-12f
        );
    }

    [Fact]
    public void The_concept_loss_moves_only_the_concept_and_the_penalty_only_the_null_prompt()
    {
        using var scope = NewDisposeScope();
        using var frozen = new PerPrompt();
        using var student = new PerPrompt();
        var z = randn(3, 2, 4, 4);
        new AllButOne { NullPenalty = 0 }
            .Loss(frozen, student, z, 7, Nothing, Concept, Instead)
            .backward();
        Assert.True(student.Nothing.grad is null || student.Nothing.grad.count_nonzero().item<long>() == 0);
        Assert.True(student.Concept.grad!.abs().sum().item<float>() > 0);

        student.zero_grad();
        using (no_grad())
        {
            student.Nothing.add_(0.5f);
            student.Concept.add_(0.5f); // the guidance stays what it was
        }
        new AllButOne { NullPenalty = 2, Quantile = 1.01 }
            .Loss(frozen, student, z, 7, Nothing, Concept, Instead)
            .backward();
        Assert.True(student.Nothing.grad!.abs().sum().item<float>() > 0);
    }

    [Theory]
    [InlineData(GuidanceTarget.Replace, 3.0)] // G(c')
    [InlineData(GuidanceTarget.SurgicalAdd, 4.0)] // G(c) + G(c') where the mask lets all through
    [InlineData(GuidanceTarget.SurgicalSwap, 3.0)] // G(c) + G(c') - G(c)
    public void The_targets_are_what_they_are_called(GuidanceTarget target, double guidance)
    {
        using var scope = NewDisposeScope();
        using var frozen = new Constant(10, 11, 13);
        using var student = new Constant(10, 10, 13);
        // The student's guidance is 0, its null prompt is the frozen one's: the loss is the target squared.
        Assert.Equal(
            guidance * guidance,
            new AllButOne { Target = target, Quantile = 0 }
                .Loss(frozen, student, zeros(1, 1, 2, 2), 1, Nothing, Concept, Instead)
                .item<float>(),
            1e-4
        );
    }

    // Says something else of every prompt, with weights of their own.
    private sealed class PerPrompt : Module<Tensor, Tensor, Tensor, Tensor>
    {
        public PerPrompt()
            : base(nameof(PerPrompt))
        {
            (Nothing, Concept, Instead) = (new Parameter(randn(1)), new Parameter(randn(1)), new Parameter(randn(1)));
            RegisterComponents();
        }

        public Parameter Nothing { get; }

        public Parameter Concept { get; }

        public Parameter Instead { get; }

        public override Tensor forward(Tensor z, Tensor times, Tensor context)
        {
            var which = context.view(-1, 1, 1, 1);
            return z * ((Nothing * which.eq(0)) + (Concept * which.eq(1)) + (Instead * which.eq(2)));
        }
    }

    private sealed class Constant(double nothing, double concept, double instead) : Module<Tensor, Tensor, Tensor, Tensor>(nameof(Constant))
    {
        public override Tensor forward(Tensor z, Tensor times, Tensor context)
        {
            var which = context.view(-1, 1, 1, 1);
            return zeros_like(z) + (which.eq(0) * nothing) + (which.eq(1) * concept) + (which.eq(2) * instead);
        }
    }
}
