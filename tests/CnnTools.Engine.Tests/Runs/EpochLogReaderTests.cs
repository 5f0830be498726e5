using CnnTools.Core.Runs;

namespace CnnTools.Engine.Tests.Runs;

/// <summary>Logs as trainings, and as <c>Export-Csv</c>, write them.</summary>
public sealed class EpochLogReaderTests : IDisposable
{
    private const string Header = "Epoch,Loss,Accuracy,ValidationLoss,ValidationAccuracy,LearningRate,Seconds,ImagesPerSecond\n";

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Reads_epochs_while_the_log_is_open_and_its_last_line_is_not_finished()
    {
        using var writing = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete);
        writing.Write(System.Text.Encoding.UTF8.GetBytes(Header + "1,1.5,0.5,,,0.001,2.5,400\n2,1.25,0.6,1.3,0.55,0.0005,2.5,400\n3,1.1,0."));
        writing.Flush();
        IReadOnlyList<CnnEpochResult> epochs = EpochLogReader.Read(_path);
        Assert.Equal([1, 2], epochs.Select(static epoch => epoch.Epoch));
        Assert.Equal((null, 1.3, 0.0005), (epochs[0].ValidationLoss, epochs[1].ValidationLoss, epochs[1].LearningRate));
    }

    [Fact]
    public void Reads_what_Export_Csv_writes()
    {
        File.WriteAllText(_path, "\"Epoch\",\"Loss\",\"Accuracy\",\"ValidationLoss\",\"ValidationAccuracy\",\"LearningRate\",\"Seconds\",\"ImagesPerSecond\"\r\n\"1\",\"1.5\",\"0.5\",,,\"0.001\",\"2.5\",\"400\"\r\n");
        CnnEpochResult epoch = Assert.Single(EpochLogReader.Read(_path));
        Assert.Equal((1, 1.5, 400), (epoch.Epoch, epoch.Loss, epoch.ImagesPerSecond));
    }

    [Fact]
    public void A_last_line_that_an_editor_left_without_an_end_counts_and_columns_that_are_missing_are_unknown()
    {
        File.WriteAllText(_path, "Epoch, Loss ,Accuracy\n1,1.5,0.5\n2,1.25,0.6");
        IReadOnlyList<CnnEpochResult> epochs = EpochLogReader.Read(_path);
        Assert.Equal([1, 2], epochs.Select(static epoch => epoch.Epoch));
        Assert.Equal((0.6, null, double.NaN), (epochs[1].Accuracy, epochs[1].ValidationLoss, epochs[1].LearningRate));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Header)]
    public void A_log_without_an_epoch_yet_is_no_error(string text)
    {
        File.WriteAllText(_path, text);
        Assert.Empty(EpochLogReader.Read(_path));
    }

    [Theory]
    [InlineData("name,value\nx,1\n", "there is no value for Epoch")]
    [InlineData(Header + "1,much,0.5,,,0.001,2.5,400\n", "found 'much'")]
    [InlineData(Header + "1,NaN,0.5,,,0.001,2.5,400\n", "found 'NaN'")]
    [InlineData(Header + "1,2\n", "line 2")]
    [InlineData(Header + "1,2,0.5,,,,,\n1.5,2,0.5,,,,,\n", "line 3: expected a whole number")]
    public void What_is_no_log_is_told_by_line(string text, string reason)
    {
        File.WriteAllText(_path, text);
        CnnException error = Assert.Throws<CnnException>(() => EpochLogReader.Read(_path));
        Assert.Equal("LogInvalid", error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_log_is_an_error_of_its_own() => Assert.Equal("LogNotFound", Assert.Throws<CnnException>(() => EpochLogReader.Read(_path + ".no")).ErrorId);
}
