using Lethe.Kernel.Tests.Notebooks;

namespace Lethe.Kernel.Tests.Stopping;

/// <summary>Exceptions inside <c>catch</c> blocks without end. In a process of its own, which a stack that overflows would take
/// along.</summary>
public sealed class StackLostTests : IDisposable
{
    private static readonly string[] Endless =
    [
        "class C : IComparer<int> { public int Compare(int a, int b) { Array.Sort(new[] { 2, 1, 3 }, this); return 0; } "
            + "}\nArray.Sort(new[] { 2, 1, 3 }, new C());",
        "int Wrap(int n) { try { return Wrap(n + 1) + 1; } catch (Exception e) { throw new "
            + "InvalidOperationException(\"wrapped\", e); } }\nWrap(0)",
        "int Pass(int n) { try { return Pass(n + 1) + 1; } catch { throw; } }\nPass(0)",
        "int Again(int n) { try { return Again(n + 1) + 1; } catch { return Again(n + 1); } }\nAgain(0)",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-test").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Speed", "slow")]
    public void A_stack_that_no_exception_can_leave_costs_its_thread_and_not_the_process()
    {
        File.WriteAllText(
            Path.Combine(folder, "lost.ipynb"),
            Sample.Json([
                Sample.Code("var kept = 41;"),
                .. Endless.Select(static code => Sample.Code(code, "raises-exception")),
                Sample.Code("GC.Collect(); Console.Write($\"kept {kept + 1}\");"),
            ])
        );
        var (code, output) = LetheProcess.Run(folder, "gallery", "lost.ipynb", "--out", "site");

        Assert.True(code == 0, output[..Math.Min(output.Length, 2000)]);
        var page = File.ReadAllText(Path.Combine(folder, "site", "lost.html"));
        Assert.Contains("kept 42", page, StringComparison.Ordinal);
        Assert.Equal(Endless.Length, page.Split("each call catches the error of the one below").Length - 1);
        Assert.Contains("C.Compare calls itself without end", page, StringComparison.Ordinal);
    }
}
