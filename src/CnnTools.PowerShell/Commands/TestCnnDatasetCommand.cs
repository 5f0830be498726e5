using System.Management.Automation;
using CnnTools.Core.Datasets;
using CnnTools.Core.Datasets.Quality;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Inspects a dataset's images: copies across splits, one image under two labels, duplicates, small and unequal classes, odd sizes, broken files; one
/// object per finding. Loads no libtorch.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CnnDataset")]
[OutputType(typeof(CnnDatasetFinding))]
public sealed class TestCnnDatasetCommand : DatasetCmdlet
{
    /// <summary>A folder with one subfolder per class, a CSV manifest, a dataset's name, or an object from <c>Get-CnnDataset</c> or
    /// <c>Import-CnnDataset</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Dataset { get; set; } = "";

    /// <summary>The kinds of findings to give; without it, all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public CnnDatasetFindingKind[]? Finding { get; set; }

    /// <summary>Training images below which a class is small; default 20.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumClassSize { get; set; } = 20;

    /// <summary>Ratio of the largest class to the smallest above which classes are unequal; default 10.</summary>
    [Parameter]
    [ValidateRange(1.0, double.MaxValue)]
    public double MaximumClassRatio { get; set; } = 10;

    private readonly HashSet<string> _inspected = new(StringComparer.Ordinal);

    private protected override void ProcessInput()
    {
        string dataset = DatasetChoice.Resolve(Dataset, RequiredFullPath);
        // Both splits of a dataset come through the pipeline; all of them are inspected together.
        if (!_inspected.Add(dataset)) return;
        IReadOnlyList<CnnDatasetFinding> findings = new DatasetInspector(Store, MinimumClassSize, MaximumClassRatio, Display.Show).Inspect(dataset, StopToken);
        Display.Complete();
        foreach (string warning in Store.Warnings(dataset)) WriteWarning(warning);
        foreach (CnnDatasetFinding finding in findings)
            if (Finding is null || Finding.Contains(finding.Kind)) WriteObject(finding);
        if (findings.Count == 0) WriteVerbose($"{dataset}: nothing was found.");
    }
}
