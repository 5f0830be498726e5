namespace CnnTools;

/// <summary>What one pass over the training images gave.</summary>
public sealed record CnnEpochResult
{
    /// <summary>Number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>
    /// Mean training loss (cross-entropy in nats) over the epoch, taken while the weights change, as Keras does. It is the loss that was minimised: with label
    /// smoothing,
    /// mixed images and class weights where these are on, so that it then compares with <see cref="ValidationLoss"/>, which is always the plain one, no more.
    /// </summary>
    public required double Loss { get; init; }

    /// <summary>Share of training images classified correctly while the weights change, in <c>[0, 1]</c>; of two images mixed, the label of the larger share is
    /// the right one.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean loss over the watched images after the epoch; null where nothing is watched.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Share of the watched images classified correctly after the epoch, in <c>[0, 1]</c>; null where nothing is watched.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Duration of the epoch in seconds, validation included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training images a second, validation excluded.</summary>
    public required double ImagesPerSecond { get; init; }
}
