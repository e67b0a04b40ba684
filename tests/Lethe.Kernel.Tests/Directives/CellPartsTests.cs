using Lethe.Kernel.Directives;

namespace Lethe.Kernel.Tests.Directives;

public sealed class CellPartsTests
{
    [Fact]
    public void A_cell_without_directives_is_one_part() =>
        Assert.Equal(new CellPart.Code(0, "var a = 1;\n#region x\n#endregion\n#if DEBUG\n#endif"), Assert.Single(CellParts.Cut("var a = 1;\r\n#region x\n#endregion\n#if DEBUG\n#endif\n")));

    [Fact]
    public void Code_after_a_directive_keeps_its_line_numbers() =>
        Assert.Equal([new CellPart.Directive(0, "#r", "\"nuget: X, 1.0\"", ""), new CellPart.Code(1, "\nvar a = 1;")], CellParts.Cut("#r \"nuget: X, 1.0\"\nvar a = 1;"));

    [Fact]
    public void A_block_of_another_language_ends_at_the_next() =>
        Assert.Equal(
            [new CellPart.Code(0, "1"), new CellPart.Directive(1, "#!markdown", "", "# Heading\n#i stays text\n#!unknown stays text"), new CellPart.Directive(5, "#!csharp", "", ""), new CellPart.Code(6, "\n\n\n\n\n\n2")],
            CellParts.Cut("1\n#!markdown\n# Heading\n#i stays text\n#!unknown stays text\n#!csharp\n2"));

    [Theory]
    [InlineData("#load\"a.cs\"", "#load", "\"a.cs\"")]
    [InlineData("  #!time", "#!time", "")]
    [InlineData("#!import a b.ipynb ", "#!import", "a b.ipynb")]
    public void Names_and_arguments_are_told_apart(string line, string name, string arguments) =>
        Assert.Equal(new CellPart.Directive(0, name, arguments, ""), Assert.Single(CellParts.Cut(line)));
}
