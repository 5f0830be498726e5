using CnnTools.Engine.Training;

namespace CnnTools.Engine.Tests.Training;

public sealed class TimeBudgetTests
{
    [Fact]
    public void Time_counts_from_now_on_what_went_before_and_ends_with_the_budget()
    {
        var clock = new ManualClock();
        clock.Advance(500);
        var budget = new TimeBudget(TimeSpan.FromSeconds(10), clock, 7);
        Assert.Equal(7, budget.Seconds);
        clock.Advance(2.5);
        Assert.Equal(9.5, budget.Seconds);
        Assert.False(budget.IsSpent);
        clock.Advance(0.5);
        Assert.True(budget.IsSpent);
        Assert.False(new TimeBudget(null, clock, 1e9).IsSpent);
    }
}
