using CnnTools.Core.Progress;
using CnnTools.Worker.Diagnostics;

namespace CnnTools.Worker.Output;

/// <summary>Tells what a training does: a line an epoch on the output, and on a terminal one line of progress that is written over.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="terminal">Where the moving line goes; null where nobody watches.</param>
/// <param name="verbose">Whether details are written.</param>
internal sealed class TrainingConsole(TextWriter output, TextWriter? terminal, bool verbose) : ITrainingObserver
{
    private const string EraseLine = "\r\u001b[K";

    private static readonly TextTable Table = new(
        ("Epoch", 5), ("Loss", 8), ("Accuracy", 8), ("Val. loss", 9), ("Val. accuracy", 13), ("Learning rate", 13), ("Seconds", 8), ("Images/s", 8));

    private readonly DiagnosticWriter _diagnostics = new(output);
    private bool _headed;

    /// <inheritdoc/>
    public void OnDataset(DatasetProgress progress) =>
        terminal?.Write($"{EraseLine}{progress.Activity}: {progress.Item} {progress.Done:N0}{(progress.Total is { } total ? $" of {total:N0}" : "")}");

    /// <inheritdoc/>
    public void OnMessage(MessageLevel level, string text)
    {
        if (level == MessageLevel.Verbose && !verbose) return;
        Clear();
        if (level == MessageLevel.Warning) _diagnostics.Warning(DiagnosticCode.Warning, text);
        else output.WriteLine(text);
    }

    /// <inheritdoc/>
    public void OnProgress(TrainingProgress progress) => terminal?.Write(
        $"{EraseLine}Epoch {progress.Epoch} of {progress.EpochCount}: {progress.Done:N0} of {progress.Total:N0}, loss {progress.Loss:F4}, accuracy {100 * progress.Accuracy:F2}%, "
        + $"{progress.ImagesPerSecond:N0} images/s, {progress.Remaining:h\\:mm\\:ss} left");

    /// <inheritdoc/>
    public void OnEpoch(CnnEpochResult result)
    {
        Clear();
        if (!_headed) output.WriteLine(Table.Header);
        _headed = true;
        output.WriteLine(Table.Row(
            $"{result.Epoch}", $"{result.Loss:F4}", Percent(result.Accuracy), $"{result.ValidationLoss:F4}", Percent(result.ValidationAccuracy),
            $"{result.LearningRate:G4}", $"{result.Seconds:F1}", $"{result.ImagesPerSecond:F0}"));
    }

    /// <summary>Tells how a training ended.</summary>
    public void Finish(CnnTrainingResult result)
    {
        Clear();
        output.WriteLine();
        output.WriteLine($"Stopped:       {result.StopMessage}");
        if (result.TestAccuracy is { } accuracy) output.WriteLine($"Test accuracy: {Percent(accuracy)} on {result.TestCount:N0} images (loss {result.TestLoss:F4})");
        output.WriteLine($"Time:          {result.Seconds:F1} s on {result.Device}, {result.Precision}, {result.Threads} threads, seed {result.Seed}");
        if (result.ModelPath is not null) output.WriteLine($"Model:         {result.ModelPath}");
        if (result.LogPath is not null) output.WriteLine($"Log:           {result.LogPath}");
    }

    /// <summary>Takes the moving line off the terminal.</summary>
    public void Clear() => terminal?.Write(EraseLine);

    private static string? Percent(double? share) => share is { } value ? $"{100 * value:F2}%" : null;
}
