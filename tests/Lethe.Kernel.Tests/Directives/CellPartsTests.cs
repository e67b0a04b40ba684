using Lethe.Kernel.Directives;

namespace Lethe.Kernel.Tests.Directives;

public sealed class CellPartsTests
{
    [Fact]
    public void A_cell_without_directives_is_one_part() =>
        Assert.Equal(
            new CellPart.Code(0, "var a = 1;\n#region x\n#endregion\n#if DEBUG\n#endif"),
            Assert.Single(CellParts.Cut("var a = 1;\r\n#region x\n#endregion\n#if DEBUG\n#endif\n"))
        );

    [Fact]
    public void Code_after_a_directive_keeps_its_line_numbers() =>
        Assert.Equal(
            [new CellPart.Directive(0, "#r", "\"nuget: X, 1.0\"", ""), new CellPart.Code(1, "\nvar a = 1;")],
            CellParts.Cut("#r \"nuget: X, 1.0\"\nvar a = 1;")
        );

    [Fact]
    public void A_block_of_another_language_ends_at_the_next() =>
        Assert.Equal(
            [
                new CellPart.Code(0, "1"),
                new CellPart.Directive(1, "#!markdown", "", "# Heading\n#i stays text\n#!unknown stays text"),
                new CellPart.Directive(5, "#!csharp", "", ""),
                new CellPart.Code(6, "\n\n\n\n\n\n2"),
            ],
            CellParts.Cut("1\n#!markdown\n# Heading\n#i stays text\n#!unknown stays text\n#!csharp\n2")
        );

    [Theory]
    [InlineData("var s = \"\"\"\n    #!/bin/bash\n    #r x\n    \"\"\";")]
    [InlineData("var s = $$\"\"\"\n#load x\n{{1}}\n\"\"\";")]
    [InlineData("var s = @\"a\n#r is a heading\n#!time too\";")]
    [InlineData("/*\n#!markdown\n#r \"nuget: No.Such\"\n*/\n1")]
    public void What_only_looks_like_a_directive_stays_code(string cell) =>
        Assert.Equal(new CellPart.Code(0, cell), Assert.Single(CellParts.Cut(cell)));

    [Fact]
    public void What_if_leaves_out_is_no_directive_and_not_seen_by_the_compiler() =>
        Assert.Equal(
            new CellPart.Code(0, "#if false\n             \n#endif\n1"),
            Assert.Single(CellParts.Cut("#if false\n#r \"nope.dll\"\n#endif\n1"))
        );

    [Fact]
    public void A_directive_behind_text_that_holds_one_is_found() =>
        Assert.Equal(
            [
                new CellPart.Code(0, "var s = \"\"\"\n#!time\n\"\"\";"),
                new CellPart.Directive(3, "#!time", "", ""),
                new CellPart.Code(4, "\n\n\n\n1"),
            ],
            CellParts.Cut("var s = \"\"\"\n#!time\n\"\"\";\n#!time\n1")
        );

    [Fact]
    public void An_apostrophe_in_Markdown_hides_nothing_behind_it() =>
        Assert.Equal(
            [
                new CellPart.Directive(0, "#!markdown", "", "it's /* \"\"\""),
                new CellPart.Directive(2, "#!csharp", "", ""),
                new CellPart.Code(3, "\n\n\n1"),
            ],
            CellParts.Cut("#!markdown\nit's /* \"\"\"\n#!csharp\n1")
        );

    [Theory]
    [InlineData("#load\"a.cs\"", "#load", "\"a.cs\"")]
    [InlineData("#r@\"a.dll\"", "#r", "@\"a.dll\"")]
    [InlineData("#r “nuget: A”", "#r", "“nuget: A”")]
    [InlineData("  #!time", "#!time", "")]
    [InlineData("#!import a b.ipynb ", "#!import", "a b.ipynb")]
    public void Names_and_arguments_are_told_apart(string line, string name, string arguments) =>
        Assert.Equal(new CellPart.Directive(0, name, arguments, ""), Assert.Single(CellParts.Cut(line)));
}
