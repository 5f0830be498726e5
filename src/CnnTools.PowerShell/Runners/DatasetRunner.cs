using CnnTools.Engine.Datasets;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Get-CnnDataset</c> and <c>Save-CnnDataset</c> do.</summary>
internal sealed class DatasetRunner(ICommandOutput output, DatasetStore store)
{
    private readonly HashSet<string> _saved = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Emits the known datasets whose name a pattern selects.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="split">The split to describe; null describes both.</param>
    public void List(NamePattern pattern, CnnSplit? split)
    {
        if (!pattern.MayMatchNothing && !DatasetStore.Names.Any(pattern.IsMatch))
        {
            output.Error(new CnnException("DatasetNotFound", CnnErrorCategory.ObjectNotFound,
                $"There is no dataset named '{pattern}'. Known datasets: {string.Join(", ", DatasetStore.Names)}; for a folder or a CSV manifest say -Path.", pattern.ToString()));
            return;
        }

        foreach (CnnDatasetInfo info in store.List().Where(info => pattern.IsMatch(info.Name) && (split is null || info.Split == split))) output.Emit(info);
    }

    /// <summary>Emits what a folder or a manifest holds.</summary>
    /// <param name="path">Full path of the folder or the CSV file.</param>
    /// <param name="split">The split to describe; null describes those that exist.</param>
    public void Describe(string path, CnnSplit? split)
    {
        foreach (CnnSplit each in split is { } one ? [one] : Enum.GetValues<CnnSplit>())
            if (split is not null || each == CnnSplit.Train || store.HasSplit(path, each)) output.Emit(store.Describe(path, each));
    }

    /// <summary>Downloads a dataset unless it is here already, and emits its splits. A name that comes again, as the other split does through the pipeline, is passed over.</summary>
    /// <param name="name">The dataset's name.</param>
    /// <param name="cancellation">Stops the download; what has come so far is kept and resumed.</param>
    public void Save(string name, CancellationToken cancellation)
    {
        if (!_saved.Add(name) || !output.MayProceed($"Download dataset {name}", [])) return;
        store.Save(name, cancellation);
        foreach (CnnDatasetInfo info in store.List().Where(info => string.Equals(info.Name, name, StringComparison.OrdinalIgnoreCase))) output.Emit(info);
    }
}
