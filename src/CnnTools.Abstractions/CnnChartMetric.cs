namespace CnnTools;

/// <summary>A figure of a training that a curve can show.</summary>
public enum CnnChartMetric
{
    /// <summary>Loss of the training and of the watched images.</summary>
    Loss,

    /// <summary>Accuracy on the training and on the watched images.</summary>
    Accuracy,

    /// <summary>Learning rate of each epoch's last step.</summary>
    LearningRate,
}
