using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Methods;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Methods;

public sealed class UceTests
{
    private static readonly WordTokenizer Words = new(["cat", "ankle", "boot", "a", "photo", "of"], 8);

    // <bos> cat <eos> <pad>… and <bos> ankle boot <eos> <pad>…: the last words, the ends and the padding belong together; what is left of
    // the padding goes to the last of the other's.
    [Theory]
    [InlineData("cat", "ankle boot", 1, new long[] { 2, 3, 4, 5, 6, 7, 7 })]
    [InlineData("ankle boot", "cat", 2, new long[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("a photo of cat", "a photo of ankle boot", 4, new long[] { 5, 6, 7, 7 })]
    [InlineData("cat", "boot", 1, new long[] { 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData("cat", "", 1, new long[] { 0, 1, 2, 3, 4, 5, 6 })]
    public void Tokens_are_paired_from_the_last_word_on(string concept, string instead, int from, long[] places)
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var (keys, targets) = new Uce().Paired(model, concept, instead);
        var (whole, other) = (model.Encode(concept)[0].to(ScalarType.Float64), model.Encode(instead)[0].to(ScalarType.Float64));
        Assert.True(Same(keys, whole.narrow(0, from, places.Length)));
        Assert.True(Same(targets, other.index_select(0, tensor(places))));
        var (key, target) = new Uce { LastWordOnly = true }.Paired(model, concept, instead);
        Assert.True(Same(key, whole.narrow(0, from, 1)) && Same(target, other.narrow(0, places[0], 1)));
    }

    // Nearly without regularisation the closed form reaches what it is asked for: W k_i = W0 k'_i, and W k_j = W0 k_j for what is kept.
    [Theory]
    [InlineData("cat", "ankle boot")]
    [InlineData("ankle boot", "cat")]
    public void Every_key_and_value_of_the_concept_becomes_that_of_the_replacement(string concept, string instead)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Model();
        using var student = model.UNet.Copy();
        var method = new Uce { KeepPrompts = 1, KeepWeights = 1e-9 };
        method.Erase(new(model, student, concept, instead));
        var (keys, targets) = method.Paired(model, concept, instead);
        var (from, to) = (keys.to(ScalarType.Float32), targets.to(ScalarType.Float32));
        var nothing = model.Encode("")[0];
        var group = ParameterGroup.Get("xattn-kv");
        var (before, after) = (group.Of(model.UNet), group.Of(student));
        Assert.Equal(14, after.Count);
        foreach (var (name, weight) in after)
        {
            Close(from.matmul(weight.T), to.matmul(before[name].T), name);
            Close(nothing.matmul(weight.T), nothing.matmul(before[name].T), name);
        }
    }

    // What the paper regularises is the sum over the same pairs: solved here from its formula, token by token.
    [Fact]
    public void The_closed_form_is_the_papers()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Model();
        using var student = model.UNet.Copy();
        var method = new Uce
        {
            KeepPrompts = 0.5,
            KeepWeights = 0.2,
            Kept = ["boot"],
        };
        method.Erase(new(model, student, "cat", "ankle boot"));
        Tensor At(string prompt, int place) => model.Encode(prompt)[0, place].to(ScalarType.Float64);
        foreach (var (name, weight) in ParameterGroup.Get("xattn-kv").Of(student))
        {
            var old = ParameterGroup.Get("xattn-kv").Of(model.UNet)[name].to(ScalarType.Float64);
            var (left, right) = (0.2 * old, 0.2 * eye(old.shape[1], dtype: ScalarType.Float64));
            for (var i = 0; i < 7; i++)
            {
                var (key, value) = (At("cat", 1 + i), old.matmul(At("ankle boot", Math.Min(2 + i, 7))));
                (left, right) = (left + outer(value, key), right + outer(key, key));
            }
            foreach (var key in ((string[])["", "boot"]).SelectMany(prompt => Enumerable.Range(0, 8).Select(place => At(prompt, place))))
            {
                (left, right) = (left + (0.5 * outer(old.matmul(key), key)), right + (0.5 * outer(key, key)));
            }
            Close(weight.to(ScalarType.Float64), left.matmul(linalg.inv(right)), name);
        }
    }

    // Vectors of a trained tower point in different directions; those of an untrained one hardly do.
    private static DiffusionModel Model()
    {
        manual_seed(3);
        var text = new ClipTextEncoder(
            new()
            {
                Vocabulary = Words.Vocabulary,
                Width = 32,
                Layers = 1,
                Heads = 4,
                Hidden = 64,
                Length = 8,
            }
        );
        using (no_grad())
        {
            foreach (var weight in text.parameters().Where(static weight => weight.dim() == 2))
            {
                weight.normal_(0, 0.5);
            }
        }
        return new(new(TinyDiffusion.UNet), text, Words, new HaarCodec([0, 0, 0, 0], [1, 1, 1, 1]), [4, 4, 4]);
    }

    private static bool Same(Tensor found, Tensor wanted) =>
        found.shape.AsSpan().SequenceEqual(wanted.shape) && found.eq(wanted).all().item<bool>();

    private static void Close(Tensor found, Tensor wanted, string name) =>
        Assert.True(
            (found - wanted).abs().max().to(ScalarType.Float64).item<double>()
                < 1e-3 * (1 + wanted.abs().max().to(ScalarType.Float64).item<double>()),
            name
        );
}
