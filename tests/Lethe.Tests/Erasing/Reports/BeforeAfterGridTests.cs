using Lethe.Erasing.Reports;
using SkiaSharp;

namespace Lethe.Tests.Erasing.Reports;

public sealed class BeforeAfterGridTests
{
    [Fact]
    public void Before_is_above_after_in_every_column()
    {
        var png = BeforeAfterGrid.Png([
            Column("cat", PromptRole.Erased, 28, 10, 200),
            Column("a very long prompt about a dog that goes on and on without any end at all", PromptRole.Kept, 28, 60, 120),
        ]);
        using var picture = SKBitmap.Decode(png);
        var colours = Enumerable
            .Range(0, picture.Width * picture.Height)
            .Select(i => picture.GetPixel(i % picture.Width, i / picture.Width).Red)
            .ToList();
        foreach (var grey in (byte[])[10, 200, 60, 120])
        {
            Assert.Equal(2 * 112 * 112, colours.Count(value => value == grey)); // two seeds, enlarged four times
        }
        Assert.True(colours.IndexOf(10) < colours.IndexOf(200));
        Assert.True(colours.IndexOf(10) % picture.Width < colours.IndexOf(60) % picture.Width);
    }

    [Fact]
    public void Large_pictures_are_made_smaller()
    {
        using var picture = SKBitmap.Decode(BeforeAfterGrid.Png([Column("", PromptRole.Nothing, 512, 0, 255)]));
        Assert.InRange(picture.Width, 256, 400);
    }

    [Fact]
    public void Columns_must_go_together()
    {
        Assert.Throws<ArgumentException>(static () => BeforeAfterGrid.Png([]));
        Assert.Throws<ArgumentException>(static () =>
            BeforeAfterGrid.Png([Column("a", PromptRole.Kept, 28, 0, 0), Column("b", PromptRole.Kept, 32, 0, 0)])
        );
    }

    private static ShownPictures Column(string name, PromptRole role, int side, byte before, byte after)
    {
        byte[] Plain(byte value) => [.. Enumerable.Repeat(value, side * side * 3)];
        return new(new(name, role, [name], 0), side, [Plain(before), Plain(before)], [Plain(after), Plain(after)]);
    }
}
