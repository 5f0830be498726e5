using CnnTools.Core.Progress;
using CnnTools.PowerShell.Output;

namespace CnnTools.PowerShell.Tests;

public sealed class ProgressDisplayTests
{
    private readonly RecordingOutput _output = new();
    private readonly ManualClock _clock = new();

    private static TrainingProgress At(int epoch, int done, double seconds = 90) => new(epoch, 4, done, 1000, 1.25, 0.5, 2000, TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Shows_the_epoch_below_the_training()
    {
        new ProgressDisplay(_output, _clock).Show("Train A on B", At(epoch: 2, done: 500));

        ProgressLine training = _output.ProgressLines[0], epoch = _output.ProgressLines[1];
        Assert.Equal((ProgressBar.Training, "Train A on B", 37, 90), (training.Bar, training.Activity, training.Percent, training.SecondsRemaining));
        Assert.Contains("epoch 2 of 4", training.Status, StringComparison.Ordinal);
        Assert.Equal((ProgressBar.Epoch, 50), (epoch.Bar, epoch.Percent));
    }

    [Fact]
    public void Draws_at_most_five_times_a_second()
    {
        var display = new ProgressDisplay(_output, _clock);
        for (int i = 0; i < 100; i++)
        {
            display.Show("t", At(1, i));
            _clock.Advance(10);
        }

        Assert.Equal(5, _output.ProgressLines.Count(line => line.Bar == ProgressBar.Training));
    }

    [Fact]
    public void Time_that_cannot_be_estimated_is_left_out()
    {
        new ProgressDisplay(_output, _clock).Show("t", At(1, 10, seconds: -1));
        Assert.Equal(-1, _output.ProgressLines[0].SecondsRemaining);
    }

    [Fact]
    public void A_download_of_unknown_size_has_no_percentage_and_a_new_file_is_shown_at_once()
    {
        var display = new ProgressDisplay(_output, _clock);
        display.Show(new DatasetProgress("Downloading Mnist", "images", 10, null));
        display.Show(new DatasetProgress("Downloading Mnist", "images", 20, null));
        display.Show(new DatasetProgress("Downloading Mnist", "labels", 5, 20));

        Assert.Equal([-1, 25], _output.ProgressLines.Select(line => line.Percent));
    }

    [Fact]
    public void The_download_leaves_the_screen_when_training_begins()
    {
        var display = new ProgressDisplay(_output, _clock);
        display.Show(new DatasetProgress("Downloading Mnist", "images", 10, 20));
        display.Show("t", At(1, 10));

        Assert.Contains(_output.ProgressLines, line => line is { Bar: ProgressBar.Dataset, Completed: true });
    }

    [Fact]
    public void Completing_twice_says_nothing_the_second_time()
    {
        var display = new ProgressDisplay(_output, _clock);
        display.Show("t", At(1, 10));
        display.Complete();
        int count = _output.ProgressLines.Count;
        display.Complete();

        Assert.Equal(count, _output.ProgressLines.Count);
        Assert.Equal([ProgressBar.Epoch, ProgressBar.Training], _output.ProgressLines.Where(line => line.Completed).Select(line => line.Bar));
    }
}
