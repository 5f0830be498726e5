using CnnTools.Core.Progress;

namespace CnnTools.PowerShell.Output;

/// <summary>Passes on to PowerShell what an evaluation or a prediction tells.</summary>
internal sealed class InferenceObserver(ICommandOutput output, ProgressDisplay display) : IInferenceObserver
{
    /// <summary>What the progress bar is headed by.</summary>
    public string Title { get; set; } = "";

    public void OnDataset(DatasetProgress progress) => display.Show(progress);

    public void OnProgress(int done, int total) => display.Show(Title, done, total);

    public void OnMessage(MessageLevel level, string text)
    {
        if (level == MessageLevel.Warning) output.Warning(text);
        else if (level == MessageLevel.Information) output.Information(text);
        else output.Verbose(text);
    }
}
