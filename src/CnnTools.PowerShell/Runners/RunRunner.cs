using CnnTools.Core.Runs;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Get-CnnRun</c> does.</summary>
internal sealed class RunRunner(ICommandOutput output)
{
    /// <summary>Emits the trainings of some places, newest first.</summary>
    /// <param name="paths">Full paths of folders, records or models.</param>
    /// <param name="recurse">Whether subfolders count.</param>
    /// <param name="dataset">Selects by the dataset; null takes all.</param>
    /// <param name="architecture">Selects by the network; null takes all.</param>
    /// <param name="cancellation">Checked before every file.</param>
    public void List(IReadOnlyList<string> paths, bool recurse, NamePattern? dataset, NamePattern? architecture, CancellationToken cancellation)
    {
        foreach (CnnRun run in RunFinder.Find(paths, recurse, output.Error, cancellation))
        {
            if (dataset is not null && (run.Dataset is null || (!dataset.IsMatch(run.Dataset) && !dataset.IsMatch(Path.GetFileName(run.Dataset))))) continue;
            if (architecture is null || architecture.IsMatch(run.Architecture)) output.Emit(run);
        }
    }
}
