using CnnTools.Core.Datasets;
using CnnTools.Engine.Inference;

namespace CnnTools.Engine.Sessions;

/// <summary>Reads the split that a model is measured on, prepared and divided as its training did it.</summary>
internal static class SplitReader
{
    /// <summary>The options of a store that does what the model's training did.</summary>
    public static DatasetStoreOptions As(DatasetStoreOptions options, Classifier classifier) => options with
    {
        Preparation = classifier.Preparation, TestSplit = classifier.TestSplit, TestSplitIsOptional = true, SkipBroken = options.SkipBroken || classifier.SkipBroken,
    };

    /// <summary>Reads a split: the dataset's own, or the part that the training held out for validation.</summary>
    /// <param name="store">Made with <see cref="As"/>.</param>
    /// <param name="classifier">The model.</param>
    /// <param name="dataset">A dataset's name, a folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CnnException">There is no such split, and the model's training did not make one: id <c>DatasetNotFound</c>.</exception>
    public static ImageSet Read(DatasetStore store, Classifier classifier, string dataset, CnnSplit split, CancellationToken cancellation)
    {
        if (split != CnnSplit.Validation || store.HasSplit(dataset, split)) return store.Load(dataset, split, cancellation);
        CnnValidationSplit used = classifier.ValidationSplit is { } text ? CnnValidationSplit.Parse(text) : CnnValidationSplit.None;
        if (used.UseTest) throw NotFound($"the model's training used the test split for validation. Use -Split Test.", dataset);
        if (used.Fraction == 0 || classifier.Seed is not { } seed) throw NotFound("the dataset has no split Validation of its own, and the model's training held none out.", dataset);
        ImageSet train = store.Load(dataset, CnnSplit.Train, cancellation);
        int[] heldOut = HoldOut.Stratified(train.Labels, used.Fraction, seed).Watch;
        return heldOut.Length > 0 ? train.Subset(heldOut, CnnSplit.Validation) : throw NotFound("the model's training held out too few images of each class for any to remain.", dataset);
    }

    private static CnnException NotFound(string problem, string dataset) => new("DatasetNotFound", CnnErrorCategory.ObjectNotFound, $"{dataset}: expected a validation split to measure the model on; {problem}", dataset);
}
