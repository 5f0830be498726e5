using System.Management.Automation;
using CnnTools.Core.Datasets;
using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>What the cmdlets about datasets share: the cache, and progress of downloads.</summary>
public abstract class DatasetCmdlet : CnnCmdlet
{
    private ProgressDisplay? _progress;
    private DatasetRunner? _runner;

    /// <summary>Folder of the dataset cache; default <c>CNNTOOLS_DATASETS</c>, else <c>~/.cache/cnntools/datasets</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DatasetCache { get; set; }

    private DatasetStore? _store;

    private protected DatasetRunner Runner => _runner ??= new DatasetRunner(this, Store);

    /// <summary>Where datasets are found.</summary>
    private protected DatasetStore Store => _store ??= Create();

    /// <summary>Shows progress.</summary>
    private protected ProgressDisplay Display => _progress ??= new ProgressDisplay(this);

    private protected override void Finish() => _progress?.Complete();

    private DatasetStore Create() => new(new DatasetStoreOptions
    {
        CacheFolder = FullPath(DatasetCache),
        Progress = Display.Show,
        Message = WriteVerbose,
        Warning = WriteWarning,
    });
}
