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

    private protected DatasetRunner Runner => _runner ??= Create();

    private protected override void Finish() => _progress?.Complete();

    private DatasetRunner Create()
    {
        _progress = new ProgressDisplay(this);
        return new DatasetRunner(this, new DatasetStore(new DatasetStoreOptions
        {
            CacheFolder = FullPath(DatasetCache),
            Progress = _progress.Show,
            Message = WriteVerbose,
        }));
    }
}
