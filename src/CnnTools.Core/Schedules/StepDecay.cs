namespace CnnTools.Core.Schedules;

/// <summary>
/// The learning rate is multiplied by a factor after every so many epochs: the schedule of the classic networks (Krizhevsky, Sutskever and Hinton, 2012; He et
/// al., 2016,
/// arXiv:1512.03385, both by 0.1). The numbers are those of PyTorch's <c>StepLR</c>.
/// </summary>
internal static class StepDecay
{
    /// <summary>The learning rate of an epoch.</summary>
    /// <param name="start">The learning rate of the first epoch.</param>
    /// <param name="factor">What it is multiplied by.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="stepEpoch">Epochs between two decreases, at least 1.</param>
    public static double Rate(double start, double factor, long epoch, int stepEpoch) => start * Math.Pow(factor, epoch / stepEpoch);
}
