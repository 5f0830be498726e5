using CnnTools.Core.Datasets;
using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Get-CnnDataset</c>, <c>Import-CnnDataset</c> and <c>Save-CnnDataset</c> do.</summary>
internal sealed class DatasetRunner(ICommandOutput output, DatasetStore store)
{
    private readonly HashSet<string> _saved = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Emits the known datasets whose name a pattern selects.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="split">The split to describe; null describes both.</param>
    /// <exception cref="CnnException">A name without wildcards is no dataset's: id <c>DatasetNotFound</c>.</exception>
    public void List(NamePattern pattern, CnnSplit? split)
    {
        CnnDatasetInfo[] found = [.. store.List().Where(info => pattern.IsMatch(info.Name))];
        if (found.Length == 0 && !pattern.MayMatchNothing)
        {
            throw new CnnException("DatasetNotFound", CnnErrorCategory.ObjectNotFound,
                $"Name: expected one of {string.Join(", ", DatasetStore.Names)}; found '{pattern}'. For a folder or a CSV manifest say -Path.", pattern.ToString());
        }

        foreach (CnnDatasetInfo info in found.Where(info => split is null || info.Split == split)) output.Emit(info);
    }

    /// <summary>Emits what a folder or a manifest holds.</summary>
    /// <param name="path">Full path of the folder or the CSV file.</param>
    /// <param name="split">The split to describe; null describes those that exist.</param>
    /// <exception cref="CnnException">There is no such dataset or no such split, or it cannot be read.</exception>
    public void Describe(string path, CnnSplit? split)
    {
        IEnumerable<CnnSplit> splits = split is { } one ? [one] : Enum.GetValues<CnnSplit>().Where(each => store.HasSplit(path, each));
        foreach (CnnSplit each in splits) output.Emit(store.Describe(path, each));
    }

    /// <summary>
    /// Decodes every image of a folder or a manifest. Those that cannot be read are errors of their own; a split without such is emitted.
    /// </summary>
    /// <param name="path">Full path of the folder or the CSV file.</param>
    /// <param name="split">The split; null takes those that exist.</param>
    /// <param name="cancellation">Checked before every image.</param>
    /// <exception cref="CnnException">There is no such dataset or no such split, or it cannot be read.</exception>
    public void Import(string path, CnnSplit? split, CancellationToken cancellation)
    {
        IEnumerable<CnnSplit> splits = split is { } one ? [one] : Enum.GetValues<CnnSplit>().Where(each => store.HasSplit(path, each));
        foreach (string warning in store.Warnings(path)) output.Warning(warning);
        foreach (CnnSplit each in splits)
        {
            int broken = 0;
            foreach (CnnException error in store.FindBroken(path, each, cancellation))
            {
                broken++;
                output.Error(error);
            }

            if (broken == 0) output.Emit(store.Describe(path, each));
            else output.Warning($"{path}, {each}: {broken} of its images cannot be read; a training would stop there. Repair or remove {(broken == 1 ? "it" : "them")}, or train with -SkipBroken.");
        }
    }

    /// <summary>Downloads a dataset unless it is here already, and emits its splits. A name that comes again, as the other split does through the pipeline, is
    /// passed over.</summary>
    /// <param name="name">The dataset's name.</param>
    /// <param name="cancellation">Stops the download; what has come so far is kept and resumed.</param>
    /// <exception cref="CnnException">There is no such dataset, or it cannot be had.</exception>
    public void Save(string name, CancellationToken cancellation)
    {
        if (!_saved.Add(name)) return;
        CnnDatasetInfo[] before = Splits(name);
        if (before.Length > 0 && before.All(static info => info.Available)) output.Verbose($"{name}: is on this machine, nothing to download.");
        else if (!output.MayProceed($"Download dataset {name}", [])) return;
        else store.Save(name, cancellation);

        foreach (CnnDatasetInfo info in Splits(name)) output.Emit(info);
    }

    private CnnDatasetInfo[] Splits(string name) => [.. store.List().Where(info => DatasetChoice.IsNameOf(name, info.Name))];
}
