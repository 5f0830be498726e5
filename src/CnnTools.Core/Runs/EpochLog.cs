using CsvHelper;

namespace CnnTools.Core.Runs;

/// <summary>
/// The CSV log: a header and a line an epoch. Every line is on disk before the next epoch starts, so a killed run leaves all its finished epochs in a readable
/// file.
/// </summary>
internal sealed class EpochLog : IDisposable
{
    private readonly FileStream _file;
    private readonly CsvWriter _csv;

    /// <summary>Starts a log.</summary>
    /// <param name="path">The file; replaced if there.</param>
    /// <param name="history">Epochs that an earlier run of the same training finished.</param>
    public EpochLog(string path, IEnumerable<CnnEpochResult> history)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Others may read, even delete, while we write; nobody else may write.
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete);
        _csv = CsvWriter.Create(_file, CsvWriterOptions.Default, leaveOpen: true);
        _csv.WriteHeader(
            nameof(CnnEpochResult.Epoch), nameof(CnnEpochResult.Loss), nameof(CnnEpochResult.Accuracy), nameof(CnnEpochResult.ValidationLoss),
            nameof(CnnEpochResult.ValidationAccuracy), nameof(CnnEpochResult.LearningRate), nameof(CnnEpochResult.Seconds), nameof(CnnEpochResult.ImagesPerSecond));
        ToDisk();
        foreach (CnnEpochResult epoch in history) Write(epoch);
    }

    public void Write(CnnEpochResult result)
    {
        _csv.WriteField(result.Epoch);
        _csv.WriteField(result.Loss);
        _csv.WriteField(result.Accuracy);
        _csv.WriteField(result.ValidationLoss);
        _csv.WriteField(result.ValidationAccuracy);
        _csv.WriteField(result.LearningRate);
        _csv.WriteField(result.Seconds);
        _csv.WriteField(result.ImagesPerSecond);
        _csv.EndRecord();
        ToDisk();
    }

    public void Dispose()
    {
        _csv.Dispose();
        _file.Dispose();
    }

    private void ToDisk()
    {
        _csv.Flush();
        _file.Flush(flushToDisk: true);
    }
}
