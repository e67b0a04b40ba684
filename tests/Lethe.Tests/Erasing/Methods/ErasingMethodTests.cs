using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Methods;
using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Methods;

public sealed class ErasingMethodTests
{
    private static readonly ErasingRecipe Short = new()
    {
        Iterations = 3,
        LearningRate = 1e-3,
        Batch = 2,
        SamplerSteps = 4,
    };

    public static TheoryData<string> Names => [.. ErasingCatalog.Names];

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Names))]
    public void Only_the_weights_of_its_group_are_changed_and_the_same_seed_changes_them_alike(string name)
    {
        using var model = TinyDiffusion.Create();
        using var first = Erased(model, name, out var losses);
        using var second = Erased(model, name, out var again);
        Assert.Equal(losses, again);
        var group = ParameterGroup.Get(ErasingCatalog.Create(name).Recipe.Group);
        var changed = 0;
        foreach (var ((own, before), other) in first.named_parameters().Zip(model.UNet.parameters()).Zip(second.parameters()))
        {
            Assert.True(own.parameter.isfinite().all().item<bool>());
            Assert.True(own.parameter.eq(other).all().item<bool>(), own.name);
            var same = own.parameter.eq(before).all().item<bool>();
            Assert.True(same || group.Holds(own.name), own.name);
            changed += same ? 0 : 1;
        }
        Assert.True(changed > 0);
        Assert.All(
            first.PromptAttentions(),
            static attention => Assert.True(attention.Probabilities is null && !attention.HoldsFirstToken)
        );
    }

    [Fact]
    public void What_cannot_be_erased_is_refused()
    {
        using var model = TinyDiffusion.Create();
        using var student = model.UNet.Copy();
        foreach (
            var (concept, instead, because) in new[]
            {
                ("", "dog", "empty"),
                ("cat", "cat", "the same"),
                ("cat", " CAT", "the same"),
                ("cow", "dog", "does not know the word 'cow'"),
            }
        )
        {
            var error = Assert.Throws<LetheException>(() =>
                new AllButOne().Erase(new(model, student, concept, instead) { Recipe = Short })
            );
            Assert.Equal(ExitCode.Usage, error.ExitCode);
            Assert.Contains(because, error.Message, StringComparison.Ordinal);
        }
        Assert.Contains(
            "no group",
            Assert
                .Throws<LetheException>(() =>
                    new AllButOne().Erase(new(model, student, "cat", "dog") { Recipe = Short with { Group = "everything" } })
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_gradient_that_is_no_number_is_an_error_with_a_place()
    {
        using var model = TinyDiffusion.Create();
        using var student = model.UNet.Copy();
        using (no_grad())
        {
            student.PromptAttentions().First().parameters().First().fill_(float.NaN);
        }
        var error = Assert.Throws<LetheException>(() => new AllButOne().Erase(new(model, student, "cat", "dog") { Recipe = Short }));
        Assert.Equal(ExitCode.NotFinite, error.ExitCode);
        Assert.Contains("attn2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pooled_latents_are_those_of_step_by_step_sampling()
    {
        using var scope = NewDisposeScope();
        using var model = TinyDiffusion.Create();
        var (nothing, prompt) = (model.Encode(""), model.Encode("dog"));
        var noise = Latents.Noise([5, 6, 7], model.LatentShape);
        Tensor Predict(Tensor z, int time) => Guidance.Predict(model.UNet, z, time, prompt, nothing, 3);
        var told = new List<(int, int)>();
        using var pool = LatentPool.Draw(Predict, noise, 4, batch: 3, (done, all) => told.Add((done, all)));
        var batches = (int)((noise.shape[0] + 2) / 3);
        Assert.Equal(Enumerable.Range(0, 4 * batches).Select(done => (done, 4 * batches)), told);
        var z = noise;
        foreach (var (i, time) in NoiseSchedule.Visited(4).Index())
        {
            Assert.True(pool.At(i, [0, 1, 2]).eq(z).all().item<bool>());
            using var noGrad = no_grad();
            z = Ddim.Step(z, Predict(z, time), time, time - 250);
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Without_the_penalty_the_null_prompt_drifts_further()
    {
        using var model = TinyDiffusion.Create();
        double Drift(double penalty)
        {
            using var scope = NewDisposeScope();
            using var student = model.UNet.Copy();
            new AllButOne
            {
                NullPenalty = penalty,
                Target = GuidanceTarget.Replace,
                PoolPaths = 8,
            }.Erase(new(model, student, "cat", "dog") { Recipe = Short with { Iterations = 40 } });
            using var noGrad = no_grad();
            var (z, times, nothing) = (
                Latents.Noise(Enumerable.Range(0, 16).Select(static i => (long)i), model.LatentShape),
                Guidance.Times(500, 16, CPU),
                model.Encode("").expand(16, -1, -1)
            );
            return (student.forward(z, times, nothing) - model.UNet.forward(z, times, nothing)).square().mean().item<float>();
        }
        Assert.True(Drift(0) > 1.5 * Drift(10));
    }

    private static UNet2DCondition Erased(DiffusionModel model, string name, out List<double> losses)
    {
        var (student, seen) = (model.UNet.Copy(), new List<double>());
        var method = ErasingCatalog.Create(name) switch
        {
            AllButOne one => one with { PoolPaths = 4 },
            AblatingConcepts ablating => ablating with { Pictures = 4 },
            ForgetMeNot forget => forget with { Pictures = 4 },
            var other => other,
        };
        method.Erase(
            new(model, student, "cat", "dog")
            {
                Recipe = method.Recipe with { Iterations = 3, LearningRate = 1e-3, Batch = 2, SamplerSteps = 4 },
                Progress = new Listener(seen),
                Prompts = [("a cat", "a dog"), ("cat", "dog")],
            }
        );
        losses = seen;
        return student;
    }

    private sealed class Listener(List<double> losses) : IProgress<ErasingProgress>
    {
        public void Report(ErasingProgress value) => losses.Add(value.Loss);
    }
}
