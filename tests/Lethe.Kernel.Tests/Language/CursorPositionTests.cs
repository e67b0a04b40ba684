using CsCheck;
using Lethe.Kernel.Language;

namespace Lethe.Kernel.Tests.Language;

public sealed class CursorPositionTests
{
    [Fact]
    public void An_emoji_is_one_code_point_and_two_units()
    {
        Assert.Equal(3, CursorPosition.ToIndex("a🌊b", 2));
        Assert.Equal(2, CursorPosition.ToCodePoints("a🌊b", 3));
        Assert.Equal(4, CursorPosition.ToIndex("a🌊b", 99));
    }

    [Fact]
    public void There_and_back_is_where_it_was() =>
        Gen.Select(Gen.Char.Array[0, 20], Gen.Int[0, 25])
            .Sample(
                (chars, points) =>
                {
                    var text = new string(chars);
                    var index = CursorPosition.ToIndex(text, points);
                    Assert.InRange(index, 0, text.Length);
                    Assert.Equal(index, CursorPosition.ToIndex(text, CursorPosition.ToCodePoints(text, index)));
                }
            );
}
