namespace CnnTools.Core.Evaluation;

/// <summary>How often images of each class were taken for each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    /// <summary>Counts pairs of true and predicted labels.</summary>
    /// <param name="truth">True labels in <c>[0, classCount)</c>.</param>
    /// <param name="predicted">Predicted labels, one for each true label.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ConfusionMatrix(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classCount)
    {
        if (truth.Length != predicted.Length) throw new ArgumentException($"Expected as many predictions as labels ({truth.Length}); found {predicted.Length}.", nameof(predicted));
        _counts = new int[classCount, classCount];
        for (int i = 0; i < truth.Length; i++) _counts[truth[i], predicted[i]]++;
        (ClassCount, Total) = (classCount, truth.Length);
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Number of images.</summary>
    public int Total { get; }

    /// <summary>Images of class <paramref name="truth"/> that were taken for class <paramref name="predicted"/>.</summary>
    public int this[int truth, int predicted] => _counts[truth, predicted];

    /// <summary>Images of a class (support).</summary>
    public int TrueCount(int label) => Enumerable.Range(0, ClassCount).Sum(other => _counts[label, other]);

    /// <summary>Images taken for a class.</summary>
    public int PredictedCount(int label) => Enumerable.Range(0, ClassCount).Sum(other => _counts[other, label]);

    /// <summary>Images classified correctly.</summary>
    public int Right => Enumerable.Range(0, ClassCount).Sum(label => _counts[label, label]);

    /// <summary>The mistakes, most frequent first; equal ones in label order.</summary>
    public IEnumerable<(int Truth, int Predicted, int Count)> MostConfused() =>
        from truth in Enumerable.Range(0, ClassCount)
        from predicted in Enumerable.Range(0, ClassCount)
        where truth != predicted && _counts[truth, predicted] > 0
        orderby _counts[truth, predicted] descending
        select (truth, predicted, _counts[truth, predicted]);
}
