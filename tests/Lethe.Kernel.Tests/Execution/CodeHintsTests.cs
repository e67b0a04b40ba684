using Lethe.Kernel.Execution;

namespace Lethe.Kernel.Tests.Execution;

public sealed class CodeHintsTests : IDisposable
{
    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose() => cells.Dispose();

    [Theory]
    [InlineData("%timeit x.sum()", "#!time on a line of its own says how long the cell takes.")]
    [InlineData("%%time\n1", "#!time on a line of its own")]
    [InlineData("%matplotlib inline", "#!lsmagic lists the directives")]
    [InlineData("!ls -la", "Cells here are C#, not a shell.")]
    [InlineData("!pip install torch", "Cells here are C#, not a shell.")]
    [InlineData("pip install torch", "Packages come from NuGet")]
    [InlineData("print(\"x\")", "Console.WriteLine(value)")]
    [InlineData("import numpy as np", "This looks like Python")]
    [InlineData("def f(x):\n    return x", "This looks like Python")]
    [InlineData("for i in range(3):\n    i", "This looks like Python")]
    [InlineData("let x = 1", "This looks like F#")]
    [InlineData("Get-ChildItem .", "This looks like PowerShell")]
    [InlineData("$x = 1", "This looks like PowerShell")]
    public void What_people_type_elsewhere_gets_one_line_that_helps(string code, string hint)
    {
        var error = RecordingSink.Run(cells, code).Outcome.Error!;

        Assert.Equal("CompilationFailedException", error.Name);
        Assert.Contains(hint, error.Traceback[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var a = missing;")]
    [InlineData("int b = \"text\";")]
    [InlineData("var flag = true;\nvar other = missing &&\n    !flag;")]
    public void An_ordinary_mistake_gets_none(string code) =>
        Assert.DoesNotContain(
            RecordingSink.Run(cells, code).Outcome.Error!.Traceback,
            static line => line.Contains("looks like", StringComparison.Ordinal) || line.Contains("shell", StringComparison.Ordinal)
        );
}
