using CnnTools.Engine.Training;

namespace CnnTools.Engine.Tests.Training;

public class EarlyStoppingTests
{
    [Fact]
    public void Stops_after_patience_epochs_without_a_better_loss()
    {
        var stopping = new EarlyStopping(patience: 2, minimumDelta: 0);
        double[] losses = [1.0, 0.8, 0.9, 0.7, 0.75, 0.71];
        bool[] better = [.. losses.Select((loss, i) => stopping.Observe(i + 1, loss))];
        Assert.Equal([true, true, false, true, false, false], better);
        Assert.True(stopping.ShouldStop);
        Assert.Equal((4, 0.7), (stopping.BestEpoch, stopping.BestLoss));
        Assert.Contains("epoch 4", stopping.Reason(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_decrease_smaller_than_the_minimum_does_not_count()
    {
        var stopping = new EarlyStopping(1, 0.1);
        Assert.True(stopping.Observe(1, 1.0));
        Assert.False(stopping.Observe(2, 0.95));
        Assert.True(stopping.ShouldStop);
    }

    [Fact]
    public void Patience_zero_never_stops()
    {
        var stopping = new EarlyStopping(0, 0);
        for (int epoch = 1; epoch < 50; epoch++) stopping.Observe(epoch, epoch);
        Assert.False(stopping.ShouldStop);
    }
}
