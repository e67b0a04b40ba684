using Lethe.Cli.Detect;
using Spectre.Console;

namespace Lethe.Tests.Cli;

public sealed class FittedNameTests
{
    [Theory]
    [InlineData("holiday.jpg", 16, "holiday.jpg")]
    [InlineData("pictures/of/last/summer/holiday.jpg", 16, "…mer/holiday.jpg")]
    [InlineData("pictures/a-rather-long-name.jpg", 22, "a-rather-long-name.jpg")]
    [InlineData("pictures/a-very-long-name-of-a-holiday-0001.jpg", 16, "a-very-…0001.jpg")]
    [InlineData("写真/とても長い名前の写真.jpg", 16, "とても…写真.jpg")]
    public void Folders_go_first_then_the_middle(string path, int width, string fitted)
    {
        Assert.Equal(fitted, FittedName.Of(path, width));
        Assert.True(fitted.GetCellWidth() <= width);
    }
}
