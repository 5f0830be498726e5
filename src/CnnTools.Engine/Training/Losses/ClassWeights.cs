namespace CnnTools.Engine.Training.Losses;

/// <summary>Weights of classes, in label order.</summary>
internal static class ClassWeights
{
    /// <summary>
    /// Weights in inverse proportion to how often a class occurs: images / (classes × images of the class), so that each class has the same part in the loss
    /// and the mean weight
    /// of an image is 1. Source: King and Zeng, "Logistic Regression in Rare Events Data", 2001; scikit-learn's <c>class_weight="balanced"</c>.
    /// </summary>
    /// <param name="counts">Images of each class; a class without any gets weight 0, which nothing will ever be multiplied by.</param>
    public static double[] Balanced(IReadOnlyList<int> counts)
    {
        double total = counts.Sum(), classes = counts.Count(static count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : total / (classes * count))];
    }

    /// <summary>The weights that a user's choice means.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="classNames">Class names in label order.</param>
    /// <param name="counts">Gives the images of each class; asked only where the choice rests on them.</param>
    /// <returns>A weight a class; null where all count the same.</returns>
    public static double[]? Of(CnnClassWeight choice, IReadOnlyList<string> classNames, Func<IReadOnlyList<int>> counts)
    {
        if (choice.IsBalanced) return Balanced(counts());
        if (choice.ByName is { } named) return [.. classNames.Select(name => named.TryGetValue(name, out double weight) ? weight : 1)];
        return choice.Values is { } values ? [.. values] : null;
    }
}
