using CnnTools.Core.Files;
using CnnTools.Core.Runs;
using CnnTools.Core.Runs.TensorBoard;

namespace CnnTools.Core.Planning;

/// <summary>What a training reads and writes, and what it may replace.</summary>
public static partial class TrainingOptions
{
    internal static readonly TrainingOption<string?> OutputPath = new()
    {
        Help = "File the trained model is written to (safetensors)",
        Uses = OptionUses.None,
        Metadata = MetadataForm.None,
        Line = "Model",
        Check = static (path, draft) => OutputFile.Check(path, nameof(OutputPath), draft.MayReplace, draft.ResumeHint),
        IsPath = true,
        Words = ToPath,
    };

    internal static readonly TrainingOption<string?> LogPath = new()
    {
        Help = "CSV file that gets one line per epoch",
        Uses = OptionUses.None,
        Metadata = MetadataForm.None,
        Line = "Log",
        Check = static (path, draft) => OutputFile.Check(path, nameof(LogPath), draft.MayReplace, draft.ResumeHint),
        IsPath = true,
        Words = ToPath,
    };

    internal static readonly TrainingOption<string?> ReportPath = new()
    {
        Help = "HTML file that shows the training while it runs, and at the end the model's report",
        Uses = OptionUses.None,
        Metadata = MetadataForm.None,
        Line = "Report",
        Check = static (path, draft) => OutputFile.Check(path, nameof(ReportPath), draft.MayReplace),
        IsPath = true,
        Words = ToPath,
    };

    internal static readonly TrainingOption<string?> CheckpointPath = new()
    {
        Help = "File that holds the whole state of the training",
        Uses = OptionUses.None,
        Metadata = MetadataForm.None,
        Line = "Checkpoint",
        Check = static (path, draft) => OutputFile.Check(path, nameof(CheckpointPath), draft.MayReplace, draft.ResumeHint),
        IsPath = true,
        Words = ToPath,
    };

    internal static readonly TrainingOption<double> CheckpointInterval = new()
    {
        Help = "Seconds between checkpoints within an epoch (default 300); 0 writes one after every step",
        Uses = OptionUses.Record,
        Metadata = MetadataForm.None,
        Line = "Checkpoint",
        Default = static _ => 300,
        Range = OptionRange.NotNegative,
        Words = static (seconds, plan) => plan.CheckpointPath is null ? null : (FormattableString)$"each epoch and every {seconds:0} seconds",
    };

    internal static readonly TrainingOption<bool> Resume = new()
    {
        Help = "Continue from the checkpoint if there is one",
        Uses = OptionUses.None,
        Metadata = MetadataForm.None,
        Line = "Checkpoint",
        Check = static (resume, draft) => !resume || draft.Options.CheckpointPath is not null ? resume
            : throw OptionError.Invalid($"Resume: expected a CheckpointPath to resume from; found none.", null),
        Words = static (_, plan) => plan.Resumed is { } checkpoint
            ? (FormattableString)$"resumed in epoch {checkpoint.State.Epoch}, after {checkpoint.State.Step} steps" : null,
    };

    internal static readonly TrainingOption<bool> Force = new() { Help = "Replace existing files", Uses = OptionUses.None, Metadata = MetadataForm.None };

    internal static readonly TrainingOption<string?> TensorBoardPath = new()
    {
        Help = "Folder for event files that TensorBoard shows, one folder per training",
        Alias = "--tensorboard-path",
        Uses = OptionUses.None,
        Metadata = MetadataForm.FolderPerModel,
        Line = "TensorBoard",
        Check = static (path, draft) => EventLog.Check(path, draft.MayReplace),
        IsPath = true,
        Words = ToPath,
    };

    internal static readonly TrainingOption<string?> RunPath = new()
    {
        Help = "Folder for the record by which the training is found again (default CNNTOOLS_RUNS; where that is not set, none is written)",
        Uses = OptionUses.None,
        Metadata = MetadataForm.Folder,
        Line = "Record",
        Default = static _ => RunFinder.UsualFolder,
        Check = static (path, _) => OutputFile.CheckFolder(path, nameof(RunPath)),
        IsPath = true,
        Words = ToPath,
    };

    internal static readonly TrainingOption<string?> DatasetCache = new()
    {
        Help = "Folder of the dataset cache (default CNNTOOLS_DATASETS, else ~/.cache/cnntools/datasets)",
        IsPath = true,
        Uses = OptionUses.None,
        Metadata = MetadataForm.Machine,
    };

    internal static readonly TrainingOption<bool> Offline = new() { Help = "Never download", Uses = OptionUses.None, Metadata = MetadataForm.Machine };

    private static Func<string?, TrainingPlan, FormattableString?> ToPath => static (path, _) => path is null ? null : (FormattableString)$"{path}";
}
