using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class NearestWordTests
{
    [Theory]
    [InlineData("sneakers", "sneaker")]
    [InlineData("snaeker", "sneaker")]
    [InlineData("shrt", "shirt")]
    [InlineData("helicopter", null)]
    [InlineData("", null)]
    public void A_slip_finds_its_word_and_another_word_finds_none(string written, string? meant) =>
        Assert.Equal(meant, NearestWord.To(written, ["tshirt", "shirt", "sneaker", "bag"]));
}
