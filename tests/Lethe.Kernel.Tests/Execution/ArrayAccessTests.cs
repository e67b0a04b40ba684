using System.Text.RegularExpressions;
using Lethe.Kernel.Execution;

namespace Lethe.Kernel.Tests.Execution;

public sealed class ArrayAccessTests : IDisposable
{
    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose() => cells.Dispose();

    [Theory]
    [InlineData("var a = new int[3];\nvar i = 5;\na[i]", "at Cell [1], line 3\n    3 │ a[i]\n")]
    [InlineData("var s = \"abc\";\nvar i = 5;\nvar c = s[i];", "at Cell [1], line 3\n    3 │ var c = s[i];\n")]
    [InlineData("var m = new int[2, 2];\nvar i = 5;\nm[i, 0] = 1;", "at Cell [1], line 3\n    3 │ m[i, 0] = 1;\n")]
    [InlineData("int Third(int[] a)\n{\n    return a[2];\n}\nThird([1])", "at Third in Cell [1], line 3\n    3 │     return a[2];\n")]
    [InlineData(
        "void Set(int[] a, int i)\n{\n    a[0] = 1;\n    a[i] = 2;\n}\nSet([1], 7)",
        "at Set in Cell [1], one of the lines 3, 4\n    3 │     a[0] = 1;\n    4 │     a[i] = 2;\n"
    )]
    [InlineData("throw new IndexOutOfRangeException(\"mine\");", "at Cell [1], line 1\n")]
    public void An_index_out_of_range_shows_its_line(string code, string lines)
    {
        var error = RecordingSink.Run(cells, code).Outcome.Error!;

        Assert.Equal("IndexOutOfRangeException", error.Name);
        var text = Regex.Replace(string.Join('\n', error.Traceback) + "\n", "\e\\[[0-9;]*m", "");
        Assert.Contains(lines, text, StringComparison.Ordinal);
        Assert.DoesNotContain("ThrowHelper", text, StringComparison.Ordinal);
    }
}
