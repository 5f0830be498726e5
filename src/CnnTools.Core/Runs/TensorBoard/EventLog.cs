using System.Globalization;
using CnnTools.Core.Files;

namespace CnnTools.Core.Runs.TensorBoard;

/// <summary>
/// Event files that TensorBoard shows: loss, accuracy, val_loss, val_accuracy and learning_rate an epoch, and the options as text. Every epoch is on disk
/// before the next one
/// starts. A resumed training adds a file of its own, which says from which epoch on the earlier files no longer count.
/// </summary>
internal sealed class EventLog : IDisposable
{
    private const string Prefix = "events.out.tfevents.", Suffix = ".cnntools";

    private readonly FileStream _file;
    private readonly TimeProvider _time;

    /// <summary>Starts a file.</summary>
    /// <param name="folder">The folder; one a training. It is created.</param>
    /// <param name="options">The training's options, as names and values.</param>
    /// <param name="history">Epochs that an earlier run of the same training finished.</param>
    /// <param name="time">The clock.</param>
    public EventLog(string folder, IEnumerable<KeyValuePair<string, string>> options, IReadOnlyList<CnnEpochResult> history, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        string[] former = [.. Existing(folder)];
        if (history.Count == 0)
        {
            // Check has asked whether they may go. What another program wrote stays.
            foreach (string file in former.Where(static file => file.EndsWith(Suffix, StringComparison.Ordinal))) File.Delete(file);
            former = [];
        }

        _file = Create(folder);
        Write(EventMessages.FileVersion(Now));
        if (history.Count > 0 && former.Length > 0) Write(EventMessages.Start(Now, history.Count + 1));
        else Write(EventMessages.Text(Now, 0, "options", Table(options)));
        // Where the earlier files are gone, the epochs they held are written again.
        if (former.Length == 0) foreach (CnnEpochResult epoch in history) Write(epoch);
    }

    /// <summary>Checks, before any work, that a training may write to a folder.</summary>
    /// <param name="folder">The folder; null stays null.</param>
    /// <param name="force">Whether earlier event files may be replaced.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="CnnException">It is a file (<c>OutputPathInvalid</c>), or holds event files already (<c>OutputExists</c>).</exception>
    public static string? Check(string? folder, bool force)
    {
        string? full = OutputFile.CheckFolder(folder, "TensorBoardPath");
        if (full is not null && !force && Existing(full).Any())
            throw new CnnException("OutputExists", CnnErrorCategory.InvalidArgument, $"TensorBoardPath: '{full}' holds event files already, and TensorBoard would show two trainings as one; choose another folder, or say Force to replace them.", full);
        return full;
    }

    /// <summary>Writes an epoch.</summary>
    public void Write(CnnEpochResult epoch)
    {
        List<(string, double)> values = [("loss", epoch.Loss), ("accuracy", epoch.Accuracy), ("learning_rate", epoch.LearningRate)];
        if (epoch.ValidationLoss is { } loss) values.Add(("val_loss", loss));
        if (epoch.ValidationAccuracy is { } accuracy) values.Add(("val_accuracy", accuracy));
        Write(EventMessages.Scalars(Now, epoch.Epoch, values));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private double Now => _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private static IEnumerable<string> Existing(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Prefix + "*") : [];

    /// <summary>The name that TensorBoard looks for; it reads files in the order of their names, so that a later file's comes later.</summary>
    private FileStream Create(string folder)
    {
        for (int number = 0; ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{_time.GetUtcNow().ToUnixTimeSeconds():0000000000}.{Environment.MachineName}.{Environment.ProcessId}.{number:00}{Suffix}");
            try
            {
                return new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, name)) && number < 99)
            {
                // A second training of this process in the same second.
            }
        }
    }

    private void Write(ProtoMessage message)
    {
        using var content = new MemoryStream();
        message.WriteTo(content);
        RecordWriter.Write(_file, content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    private static string Table(IEnumerable<KeyValuePair<string, string>> options) =>
        "| option | value |\n|---|---|\n" + string.Concat(options.Select(static option => $"| {option.Key} | {option.Value.Replace("|", "\\|", StringComparison.Ordinal)} |\n"));
}
