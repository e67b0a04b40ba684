using Lethe.Interactive.Runs;

namespace Lethe.Tests.Interactive.Runs;

public sealed class ThrottleTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ManualClock clock = new();
    private int calls;

    [Fact]
    public void The_first_request_is_answered_at_once()
    {
        using var throttle = new Throttle(Call, Pause, Timeout.InfiniteTimeSpan, clock);
        throttle.Request();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void A_thousand_requests_in_a_second_are_four_calls()
    {
        using var throttle = new Throttle(Call, Pause, Timeout.InfiniteTimeSpan, clock);
        for (var i = 0; i < 1000; i++)
        {
            throttle.Request();
            clock.Advance(0.001);
        }
        Assert.InRange(calls, 4, 5); // the last falls on the second itself
    }

    [Fact]
    public void What_comes_too_early_is_answered_when_its_time_has_come()
    {
        using var throttle = new Throttle(Call, Pause, Timeout.InfiniteTimeSpan, clock);
        throttle.Request();
        clock.Advance(0.1);
        throttle.Request();
        Assert.Equal(1, calls);
        clock.Advance(0.14);
        Assert.Equal(1, calls);
        clock.Advance(0.01);
        Assert.Equal(2, calls);
        clock.Advance(100);
        Assert.Equal(2, calls);
    }

    [Fact]
    public void It_beats_without_requests_but_not_for_ever()
    {
        using var throttle = new Throttle(Call, Pause, TimeSpan.FromSeconds(1), clock);
        throttle.Request();
        clock.Advance(10.5);
        Assert.Equal(11, calls);
        clock.Advance(10_000);
        Assert.Equal(601, calls);
        throttle.Request();
        clock.Advance(10.5);
        Assert.Equal(612, calls);
    }

    [Fact]
    public void The_end_is_one_more_call_and_the_last()
    {
        var throttle = new Throttle(Call, Pause, TimeSpan.FromSeconds(1), clock);
        throttle.Request();
        throttle.Request();
        throttle.Dispose();
        Assert.Equal(2, calls);
        throttle.Request();
        throttle.Dispose();
        clock.Advance(100);
        Assert.Equal(2, calls);
    }

    [Fact]
    public void A_call_that_fails_on_the_timer_does_not_end_the_process()
    {
        var fails = false;
        var throttle = new Throttle(
            () => throw (fails ? new InvalidOperationException("no display") : new TimeoutException()),
            Pause,
            Timeout.InfiniteTimeSpan,
            clock
        );
        Assert.Throws<TimeoutException>(throttle.Request);
        fails = true;
        throttle.Request();
        clock.Advance(1);
        Assert.Throws<InvalidOperationException>(throttle.Request);
    }

    private void Call() => calls++;
}
