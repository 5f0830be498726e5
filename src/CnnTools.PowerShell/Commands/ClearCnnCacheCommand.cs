using System.Management.Automation;
using CnnTools.Core.Datasets;

namespace CnnTools.PowerShell.Commands;

/// <summary>Removes prepared images from the cache. Downloaded datasets stay. Loads no libtorch.</summary>
[Cmdlet(VerbsCommon.Clear, "CnnCache", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ClearCnnCacheCommand : DatasetCmdlet
{
    private protected override void ProcessInput()
    {
        IReadOnlyList<FileInfo> files = Store.PreparedFiles();
        long bytes = files.Sum(static file => file.Length);
        if (files.Count == 0)
        {
            WriteVerbose($"{Store.CacheFolder}: there are no prepared images.");
            return;
        }

        if (!((Output.ICommandOutput)this).MayProceed(FormattableString.CurrentCulture($"Remove {files.Count:N0} files with {bytes:N0} bytes of prepared images from {Store.CacheFolder}"), [])) return;
        int left = Store.ClearPrepared();
        if (left > 0) WriteWarning($"{left} files are in use and stay.");
    }
}
