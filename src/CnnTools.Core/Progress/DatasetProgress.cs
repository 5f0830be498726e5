namespace CnnTools.Core.Progress;

/// <summary>How far a dataset's download or decoding has come.</summary>
/// <param name="Activity">What is being done, for instance <c>Downloading Cifar10</c>.</param>
/// <param name="Item">The file worked on.</param>
/// <param name="Done">Bytes or images done.</param>
/// <param name="Total">Bytes or images in all; null where unknown.</param>
public readonly record struct DatasetProgress(string Activity, string Item, long Done, long? Total);
