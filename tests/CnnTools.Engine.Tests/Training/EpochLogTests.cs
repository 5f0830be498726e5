using CnnTools.Core.Runs;

namespace CnnTools.Engine.Tests.Training;

public sealed class EpochLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-log").FullName;

    [Fact]
    public void Each_line_is_on_disk_before_the_next_comes()
    {
        string path = Path.Combine(_folder, "new", "log.csv");
        using var log = new EpochLog(path, []);
        Assert.Equal("Epoch,Loss,Accuracy,ValidationLoss,ValidationAccuracy,LearningRate,Seconds,ImagesPerSecond", Read(path).Single());
        log.Write(Result(1, 0.5));
        Assert.Equal("1,0.5,0.25,,,0.001,1.5,100", Read(path)[1]);
        log.Write(Result(2, null) with { ValidationLoss = 0.125, ValidationAccuracy = 1 });
        Assert.Equal("2,0,0.25,0.125,1,0.001,1.5,100", Read(path)[2]);
    }

    [Fact]
    public void Numbers_are_written_with_a_point_whatever_the_culture()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            using var log = new EpochLog(Path.Combine(_folder, "de.csv"), []);
            log.Write(Result(1, 0.5));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }

        Assert.StartsWith("1,0.5,", Read(Path.Combine(_folder, "de.csv"))[1], StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CnnEpochResult Result(int epoch, double? loss) =>
        new() { Epoch = epoch, Loss = loss ?? 0, Accuracy = 0.25, LearningRate = 0.001, Seconds = 1.5, ImagesPerSecond = 100 };

    private static string[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);
    }
}
