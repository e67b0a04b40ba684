using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Tests.Execution;

/// <summary>The stop button: what it ends, what it leaves.</summary>
public sealed class CellInterruptTests : IDisposable
{
    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose() => cells.Dispose();

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) await Task.Delay(1);")]
    [InlineData("while (true) await Task.Yield();")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("Thread.Sleep(-1);")]
    // code that catches everything and goes on
    [InlineData("var caught = 0; try { while (true) { } } catch (Exception) { caught++; } while (true) { }")]
    [InlineData("while (true) { try { while (true) { } } catch { } }")]
    [InlineData("while (true) { try { Thread.Sleep(-1); } catch (Exception) { } }")]
    [InlineData(
        "void Retry() { try { Retry(); } catch (InvalidCastException) { } while (true) try { Step(); } catch { } }\nvoid "
            + "Step() { for (;;) ; }\nwhile (true) try { Step(); } catch (Exception e) when (e is not null) { }"
    )]
    [InlineData("again: goto again;")]
    [InlineData("var a = new int[100_000]; while (true) Array.Sort(a, (x, y) => y.CompareTo(x));")]
    [InlineData("IEnumerable<int> Endless() { while (true) yield return 1; }\nEndless().Where(x => x > 1).Count();")]
    [InlineData("IEnumerable<int> Endless() { while (true) yield return 1; }\n(from x in Endless() where x > 1 select x).Count();")]
    [InlineData(
        "(from x in Enumerable.Range(0, int.MaxValue) from y in Enumerable.Range(0, int.MaxValue) where x + y < 0 select x).Count();"
    )]
    [InlineData("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nFib(60)")]
    [InlineData(
        "class K : IComparable<K> { public int CompareTo(K? o) => 0; }\nvar k = Enumerable.Range(0, 100_000).Select(_ => new "
            + "K()).ToArray(); while (true) Array.Sort(k);"
    )]
    [InlineData("Parallel.For(0, int.MaxValue, i => { while (true) { } });")]
    [InlineData("Task.Run(() => { while (true) { } }).Wait();")]
    [InlineData(
        "var gate = new object(); new Thread(() => { lock (gate) while (true) Thread.Sleep(1); }) { IsBackground = true "
            + "}.Start(); Thread.Sleep(50); lock (gate) { }"
    )]
    [InlineData("async Task Forever() { while (true) { await Task.Yield(); } }\nawait Forever();")]
    [InlineData("IEnumerable<int> Endless() { while (true) { } yield return 1; }\nEndless()")]
    [InlineData("Console.ReadLine();")]
    public async Task An_interrupt_stops_a_cell_and_keeps_the_state(string endless)
    {
        Run("var state = 1;");
        var sink = new RecordingSink
        {
            Answer = static (_, _) =>
            {
                Thread.Sleep(-1);
                return "";
            },
        };
        // Off the pool, whose threads a cell may take all.
        var outcome = await Task.Factory.StartNew(
            Stopped,
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

        Assert.True(outcome.Interrupted);
        Assert.Equal("Interrupted", outcome.Error!.Name);
        Assert.Equal("2", Run("state").Sink.Value!.Data[MimeBundle.Plain]);

        CellOutcome Stopped()
        {
            CellOutcome? ended = null;
            var running = new Thread(() => ended = cells.Execute($"state = 2; Console.WriteLine();\n{endless}", sink))
            {
                IsBackground = true,
            };
            running.Start();
            sink.Spoken.Wait();
            Thread.Sleep(100);
            Assert.True(cells.InterruptAsync(TimeSpan.FromSeconds(20)).Result);
            running.Join();
            return ended!;
        }
    }

    [Theory]
    [InlineData("try { while (true) { } } finally { for (var i = 0; i < 3; i++) cleared++; }")]
    [InlineData("try { while (true) await Task.Delay(1); } finally { new[] { 1, 2, 3 }.ToList().ForEach(x => cleared++); }")]
    [InlineData(
        "class Held : IDisposable { public void Dispose() { for (var i = 0; i < 3; i++) cleared++; } }\nusing (new Held()) "
            + "Thread.Sleep(-1);"
    )]
    [InlineData("try { while (true) { } } catch (OperationCanceledException) { for (var i = 0; i < 3; i++) cleared++; throw; }")]
    public async Task A_cell_that_is_stopped_clears_up(string code)
    {
        Run("static int cleared = 0;");
        Assert.True((await Interrupted($"Console.WriteLine();\n{code}")).Interrupted);

        Assert.Equal("3", Run("cleared").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public async Task What_the_stopped_cell_had_started_elsewhere_ends_and_what_others_had_started_goes_on()
    {
        Run("long other = 0, own = 0; var go = true; var earlier = Task.Run(() => { while (go) { other++; Thread.Sleep(1); } });");
        await Interrupted(
            "var started = Task.Run(() => { while (true) { own++; Thread.Sleep(1); } }); Console.WriteLine(); while (true) { }"
        );
        Run(
            "try { await started; } catch (OperationCanceledException) { } var before = other; while (other < before + 3) "
                + "Thread.Sleep(1); go = false; await earlier;"
        );

        Assert.Equal("True", Run("started.IsCompleted && earlier.IsCompletedSuccessfully").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public async Task An_interrupt_is_for_one_notebook_alone()
    {
        using var neighbour = new CellExecutor(Path.GetTempPath());
        var sink = new RecordingSink();
        var counting = Task.Run(
            () => neighbour.Execute("Console.WriteLine(); var n = 0; while (n < 200) { n++; Thread.Sleep(5); } n", sink),
            TestContext.Current.CancellationToken
        );
        await sink.Spoken;
        Assert.True((await Interrupted("Console.WriteLine(); while (true) { }")).Interrupted);

        Assert.Null((await counting).Error);
        Assert.Equal("200", sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public async Task An_interrupt_during_the_compilation_stops_the_cell_before_it_begins()
    {
        cells.WarmUp();
        var code = string.Join(
            '\n',
            Enumerable.Range(0, 400).Select(static i => $"int F{i}(int x) => new[] {{ x }}.Select(a => a + {i}).OrderBy(a => a).Count();")
        );
        var sink = new RecordingSink();
        var running = Task.Run(() => cells.Execute($"{code}\nConsole.Write(1);", sink), TestContext.Current.CancellationToken);
        while (cells.Count == 0)
        {
            await Task.Yield();
        }
        Assert.True(await cells.InterruptAsync(TimeSpan.FromSeconds(60)));

        Assert.True((await running).Interrupted);
        Assert.Equal(["error Interrupted"], sink.Events);
        Assert.NotNull(Run("F1(1)").Outcome.Error); // nothing of it was declared
    }

    [Fact]
    public async Task An_interrupt_between_cells_is_nobody_s()
    {
        Run("1");
        Assert.True(await cells.InterruptAsync(TimeSpan.FromSeconds(1)));

        Assert.Null(Run("for (var i = 0; i < 10; i++) Thread.Sleep(1);").Outcome.Error);
    }

    [Fact]
    public async Task What_cannot_be_stopped_is_told_and_ends_by_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test sleeps in Linux's C library.");
        var sink = new RecordingSink();
        Run("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern uint sleep(uint seconds);");
        var running = Task.Run(
            () => cells.Execute("var reached = 1; Console.WriteLine(); sleep(3); reached = 2; Console.WriteLine();", sink),
            TestContext.Current.CancellationToken
        );
        await sink.Spoken;

        Assert.False(await cells.InterruptAsync(TimeSpan.FromSeconds(1)));
        Assert.True((await running).Interrupted);
        Assert.Equal("1", Run("reached").Sink.Value!.Data[MimeBundle.Plain]); // stopped behind the call, before the next statement
    }

    [Fact]
    public async Task Code_that_listens_to_its_token_may_end_in_order()
    {
        var sink = new RecordingSink();
        var running = Task.Run(
            () =>
                cells.Execute(
                    new("Console.Write(\"under way, \"); while (!CellToken.IsCancellationRequested) { } Console.Write(\"in order\");"),
                    sink
                ),
            TestContext.Current.CancellationToken
        );
        await sink.Spoken;
        await cells.InterruptAsync(TimeSpan.FromSeconds(20));
        var outcome = await running;

        Assert.Null(outcome.Error);
        Assert.Equal("under way, in order", sink.Text);
    }

    private async Task<CellOutcome> Interrupted(string code)
    {
        var sink = new RecordingSink();
        var running = Task.Run(() => cells.Execute(code, sink), TestContext.Current.CancellationToken);
        await sink.Spoken;
        Assert.True(await cells.InterruptAsync(TimeSpan.FromSeconds(60)));
        return await running;
    }

    private (CellOutcome Outcome, RecordingSink Sink) Run(string code) => RecordingSink.Run(cells, code);
}
