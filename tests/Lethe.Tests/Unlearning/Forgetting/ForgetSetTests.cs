using CsCheck;
using Lethe.Data;
using Lethe.Runtime;
using Lethe.Tests.Training;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Tests.Unlearning.Forgetting;

public sealed class ForgetSetTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char["abcXYZ0189-_/. äß"], 1, 8]
        .Select(static name => name.Trim())
        .Where(static name => name.Length > 0);

    private static readonly Gen<string> Text = Gen.OneOf(
        Name.Select(static name => $"class:{name}"),
        Name.Array[2, 4]
            .Where(static names => names.Distinct(StringComparer.Ordinal).Count() == names.Length)
            .Select(static names => $"classes:{string.Join(',', names)}"),
        Name.Select(static name => $"subclass:{name}"),
        Name.Select(static name => $"file:{name}"),
        Gen.Select(Gen.Int[1, 99_999], Gen.Int[0, 1000])
            .Select(static (share, seed) => FormattableString.Invariant($"random:{share / 1000m:0.#####}%:{seed}"))
    );

    [Fact]
    public void What_is_written_is_read_again() =>
        Text.Sample(static text =>
        {
            var set = ForgetSet.Parse(text);
            Assert.Equal(text, set.ToString());
            Assert.Equal(set, ForgetSet.Parse(set.ToString()));
            Assert.Equal(set.GetHashCode(), ForgetSet.Parse(text).GetHashCode());
        });

    [Fact]
    public void Two_sets_are_equal_if_their_text_is() =>
        Gen.Select(Text, Text)
            .Sample(static (left, right) => Assert.Equal(left == right, ForgetSet.Parse(left).Equals(ForgetSet.Parse(right))));

    [Theory]
    [InlineData("8", ForgetKind.Class, "class:8")]
    [InlineData("Bag", ForgetKind.Class, "class:Bag")]
    [InlineData("name:3", ForgetKind.Class, "class:name:3")]
    [InlineData("classes:8", ForgetKind.Class, "class:8")]
    [InlineData("classes: 1, 8", ForgetKind.Classes, "classes:1,8")]
    [InlineData("random:10%", ForgetKind.Random, "random:10%:0")]
    [InlineData("random:0.50%:7", ForgetKind.Random, "random:0.5%:7")]
    [InlineData("subclass:Shirt", ForgetKind.SubClass, "subclass:Shirt")]
    [InlineData("file:a:b.txt", ForgetKind.List, "file:a:b.txt")]
    public void Short_forms_have_a_long_one(string text, ForgetKind kind, string whole)
    {
        var set = ForgetSet.Parse(text);
        Assert.Equal((kind, whole), (set.Kind, set.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("class:")]
    [InlineData("classes:")]
    [InlineData("classes:1,")]
    [InlineData("classes:1,1")]
    [InlineData("random:")]
    [InlineData("random:0%:1")]
    [InlineData("random:100%:1")]
    [InlineData("random:10:1")]
    [InlineData("random:-1%:1")]
    [InlineData("random:1e1%:1")]
    [InlineData("random:10%:-1")]
    [InlineData("random:10%:1:2")]
    [InlineData("random:10%:99999999999")]
    [InlineData("subclass:")]
    [InlineData("file:")]
    public void What_is_no_set_is_refused_in_a_line(string text)
    {
        var error = Assert.Throws<LetheException>(() => ForgetSet.Parse(text));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Classes_are_found_by_name_and_number_and_known_by_number()
    {
        using var data = Data();
        var set = ForgetSet.Parse("classes:d,1");
        Assert.Equal("classes:1,3", set.Identity(data));
        var split = set.Split(data);
        Assert.Equal(("classes:1,3", 32, 32, 16, 16), Sizes(split));
        Assert.Equal([1, 3], split.Classes);
        Assert.Equal([1, 3], Distinct(split.ForgetTrain));
        Assert.Equal([0, 2], Distinct(split.RetainTest));
        Assert.False(split.TestIsWhole);
        Assert.Equal("class:3", ForgetSet.Parse("d").Identity(data));
    }

    [Theory]
    [InlineData("classes:1,b", "names a class of toy twice")]
    [InlineData("classes:1,7", "has no class '7'")]
    [InlineData("classes:a,b,c,d", "both are needed")]
    [InlineData("subclass:a", "toy has no super-classes")]
    [InlineData("random:0.5%:0", "is 0 of them")]
    public void What_cannot_be_in_the_data_is_refused(string text, string because)
    {
        using var data = Data();
        var error = Assert.Throws<LetheException>(() => ForgetSet.Parse(text).Split(data));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    internal static DatasetPair Data() => new(ToySet.Create(64), ToySet.Create(32, seed: 2), IsStandIn: false, "toy");

    internal static (string, int, int, int, int) Sizes(ForgetSplit split) =>
        (split.Name, split.ForgetTrain.Count, split.RetainTrain.Count, split.ForgetTest.Count, split.RetainTest.Count);

    private static long[] Distinct(ImageSubset images)
    {
        using var labels = images.Labels();
        return [.. labels.data<long>().ToArray().Distinct().Order()];
    }
}
