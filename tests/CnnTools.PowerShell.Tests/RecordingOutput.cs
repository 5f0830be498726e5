using CnnTools.PowerShell.Output;


namespace CnnTools.PowerShell.Tests;

/// <summary>Keeps what a runner says.</summary>
internal sealed class RecordingOutput : ICommandOutput
{
    public List<object> Emitted { get; } = [];

    public List<CnnException> Errors { get; } = [];

    public List<string> VerboseText { get; } = [];

    public List<string> InformationText { get; } = [];

    public List<string> WarningText { get; } = [];

    public List<ProgressLine> ProgressLines { get; } = [];

    public List<string> Asked { get; } = [];

    public bool Answer { get; init; } = true;

    public void Emit(object value) => Emitted.Add(value);

    public void Error(CnnException error) => Errors.Add(error);

    public void Verbose(string text) => VerboseText.Add(text);

    public void Information(string text) => InformationText.Add(text);

    public void Warning(string text) => WarningText.Add(text);

    public void Progress(ProgressLine line) => ProgressLines.Add(line);

    public bool MayProceed(string action, IEnumerable<string> details)
    {
        Asked.AddRange([action, .. details]);
        return Answer;
    }
}
