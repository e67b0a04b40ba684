using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Tests.Execution;

namespace Lethe.Kernel.Tests.Outputs;

public sealed class AsyncStreamTests : IDisposable
{
    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose() => cells.Dispose();

    [Fact]
    public void A_stream_is_shown_by_its_items() =>
        Assert.Equal(
            "[ 0, 1, 4 ]",
            Show(
                "async IAsyncEnumerable<int> Squares() { for (var i = 0; i < 3; i++) { await Task.Yield(); yield return i * "
                    + "i; } }\nSquares()"
            )
        );

    [Fact]
    public void Of_an_endless_one_the_first_items_are_shown()
    {
        var text = Show(
            "async IAsyncEnumerable<int> Endless() { for (var i = 0; ; i++) { await Task.Yield(); yield return i; } }\nEndless()"
        );

        Assert.StartsWith("[ 0, 1, 2,", text, StringComparison.Ordinal);
        Assert.EndsWith("… (only the first 20 items are shown)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_fails_says_so() =>
        Assert.Equal(
            "[the stream cannot be shown: InvalidOperationException: no]",
            Show(
                "async IAsyncEnumerable<int> Failing() { await Task.Yield(); yield return 1; throw new "
                    + "InvalidOperationException(\"no\"); }\nFailing()"
            )
        );

    [Fact]
    public async Task One_that_waits_for_ever_can_be_interrupted()
    {
        var sink = new RecordingSink();
        var running = Task.Run(
            () =>
                cells.Execute(
                    new("async IAsyncEnumerable<int> Waiting() { Console.WriteLine(); await Task.Delay(-1); yield return 1; }\nWaiting()"),
                    sink
                ),
            TestContext.Current.CancellationToken
        );
        await sink.Spoken;
        Assert.True(await cells.InterruptAsync(TimeSpan.FromSeconds(20)));

        Assert.True((await running).Interrupted);
    }

    private string Show(string code) => RecordingSink.Run(cells, code).Sink.Value!.Data[MimeBundle.Plain];
}
