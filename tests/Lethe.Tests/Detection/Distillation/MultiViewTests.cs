using CsCheck;
using Lethe.Detection.Distillation;
using Lethe.Runtime;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Distillation;

public sealed class MultiViewTests
{
    private static readonly MultiView Plain = new() { Eta = 0 };

    [Fact]
    public void The_same_map_at_any_scale_costs_nothing()
    {
        using var scope = NewDisposeScope();
        var map = randn(4, 6, 3, 3);
        Assert.Equal(0, Plain.Of(map, 3 * map, [0, 1, 0, 1], new(1)).item<float>(), 1e-8);
    }

    [Fact]
    public void Two_voxels_in_different_slices_cost_gamma_for_each()
    {
        using var scope = NewDisposeScope();
        // All mass in the first channel against all in the last: whatever the direction, with two slices they lie in different ones.
        var (student, teacher) = (zeros(1, 4, 1, 1), zeros(1, 4, 1, 1));
        student[0, 0] = 2;
        teacher[0, 3] = -5;
        Assert.Equal(200, Plain.Of(student, teacher, [1], new(2)).item<float>(), 1e-3);
        // Half of it in each: (1/2)^2 + (1/2)^2
        student[0, 3] = 2;
        Assert.Equal(50, Plain.Of(student, teacher, [1], new(2)).item<float>(), 1e-3);
    }

    [Fact]
    public void Slices_are_those_of_a_sort_by_hand() =>
        Gen.Select(Gen.Double[-5, 5].Array[2, 60], Gen.Int[1, 9])
            .Sample(
                (projections, slices) =>
                {
                    using var scope = NewDisposeScope();
                    var values = projections.Select(static p => (float)p).ToArray();
                    var mass = Enumerable.Range(1, values.Length).Select(static i => (float)i).ToArray();
                    var slice = MultiView.Slices(tensor(values), slices);
                    var masses = MultiView.InSlices(tensor(mass).unsqueeze(0), slice, slices).data<float>().ToArray();

                    // Along the sorted voxels, from one edge to the next; the last edge belongs to the last slice.
                    var sorted = values.Zip(mass).OrderBy(static pair => pair.First).ToList();
                    var (least, most) = (sorted[0].First, sorted[^1].First);
                    var (expected, at) = (new double[slices], 0);
                    for (var k = 0; k < slices; k++)
                    {
                        while (at < sorted.Count && (k == slices - 1 || Fraction(sorted[at].First) < k + 1))
                        {
                            expected[k] += sorted[at++].Second;
                        }
                    }
                    Assert.Equal(expected, masses.Select(static m => (double)m));

                    float Fraction(float value) => (value - least) / Math.Max(most - least, 1e-30f) * slices;
                },
                iter: 200,
                threads: 1
            );

    [Fact]
    public void Everybody_has_another_of_his_class_and_one_of_the_other() =>
        Gen.Select(Gen.Int[0, 1].Array[1, 12], Gen.ULong)
            .Sample(
                (classes, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var labels = classes.Select(static c => (long)c).ToArray();
                    var partners = Partners.Draw(labels, new RandomStream(seed));
                    var same = partners.Same(CPU).data<long>().ToArray();
                    Assert.Equal(labels, same.Select(i => labels[i]));
                    Assert.Equal(labels.Length, same.Distinct().Count());
                    Assert.All(
                        same.Index(),
                        pair => Assert.True(pair.Item != pair.Index || labels.Count(label => label == labels[pair.Index]) == 1)
                    );
                    Assert.Equal(labels.Distinct().Count() == 2, partners.HasOther);
                    if (partners.HasOther)
                    {
                        Assert.All(
                            partners.Other(CPU).data<long>().ToArray().Index(),
                            pair => Assert.NotEqual(labels[pair.Index], labels[pair.Item])
                        );
                    }
                },
                iter: 200,
                threads: 1
            );

    [Fact]
    public void Classes_are_kept_apart_up_to_the_margin()
    {
        using var scope = NewDisposeScope();
        // Both classes look the same: nothing between student and teacher, twice the margin for the contrast.
        var map = ones(4, 4, 2, 2);
        Assert.Equal(50 * 2 * 0.012, new MultiView().Of(map, map, [0, 0, 1, 1], new(3)).item<float>(), 1e-4);
        // Classes in different slices: farther apart than the margin.
        var apart = zeros(4, 4, 1, 1);
        apart.narrow(0, 0, 2).narrow(1, 0, 1).fill_(1);
        apart.narrow(0, 2, 2).narrow(1, 3, 1).fill_(1);
        Assert.Equal(0, new MultiView().Of(apart, apart, [0, 0, 1, 1], new(3)).item<float>(), 1e-6);
    }

    [Fact]
    public void The_same_stream_gives_the_same_loss_and_the_gradient_is_finite()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        var (student, teacher) = (randn(4, 6, 3, 3, requires_grad: true), randn(4, 6, 3, 3));
        var loss = new MultiView().Of(student, teacher, [0, 1, 0, 1], new(4));
        Assert.Equal(loss.item<float>(), new MultiView().Of(student, teacher, [0, 1, 0, 1], new(4)).item<float>());
        Assert.NotEqual(loss.item<float>(), new MultiView().Of(student, teacher, [0, 1, 0, 1], new(5)).item<float>());
        loss.backward();
        Assert.True(PoisonedHeap.IsFinite(student.grad!));
        Assert.Throws<ArgumentException>(() => new MultiView().Of(student, teacher, [0, 1], new(4)));
    }
}
