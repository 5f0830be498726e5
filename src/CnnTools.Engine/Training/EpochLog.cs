using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace CnnTools.Engine.Training;

/// <summary>
/// The CSV log: a header and a line an epoch. Every line is on disk before the next epoch starts, so a killed run leaves all its finished epochs in a readable file.
/// </summary>
internal sealed class EpochLog : IDisposable
{
    private readonly FileStream _file;
    private readonly CsvWriter _csv;

    public EpochLog(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Others may read, even delete, while we write; nobody else may write.
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete);
        _csv = new CsvWriter(new StreamWriter(_file), new CsvConfiguration(CultureInfo.InvariantCulture));
        _csv.WriteHeader<CnnEpochResult>();
        EndLine();
    }

    public void Write(CnnEpochResult result)
    {
        _csv.WriteRecord(result);
        EndLine();
    }

    public void Dispose()
    {
        _csv.Dispose();
        _file.Dispose();
    }

    private void EndLine()
    {
        _csv.NextRecord();
        _csv.Flush();
        _file.Flush(flushToDisk: true);
    }
}
