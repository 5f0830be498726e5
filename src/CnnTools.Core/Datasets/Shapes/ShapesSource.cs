namespace CnnTools.Core.Datasets.Shapes;

/// <summary><see cref="ShapesDataset"/> as a source.</summary>
internal sealed class ShapesSource(long seed) : IDatasetSource
{
    public bool HasSplit(CnnSplit split) => split != CnnSplit.Validation;

    public IReadOnlyDictionary<CnnSplit, ImageSet> Load(IReadOnlyList<CnnSplit> splits, CancellationToken cancellationToken) =>
        splits.Distinct().ToDictionary(static split => split, split => Load(split, cancellationToken));

    public CnnDatasetInfo Describe(CnnSplit split) => new()
    {
        Name = ShapesDataset.Name, Split = split, Count = split == CnnSplit.Train ? ShapesDataset.TrainCount : ShapesDataset.TestCount,
        Width = ShapesDataset.Size, Height = ShapesDataset.Size, Channels = 3, Classes = ShapesDataset.ClassNames, Verified = true,
    };

    private ImageSet Load(CnnSplit split, CancellationToken cancellationToken) => ShapesDataset.Create(split, seed, cancellationToken: cancellationToken);
}
