namespace CnnTools.Core.Schedules;

/// <summary>
/// One rise and one fall over the whole training, both along half a cosine: from a 25th of the learning rate up to it, and down to a 250,000th. Large steps in
/// the middle, small
/// ones at both ends, let a network train in a fraction of the epochs. Source: Smith and Topin, "Super-Convergence", 2018 (arXiv:1708.07120), with the numbers
/// of PyTorch's
/// <c>OneCycleLR</c> (which go back to fastai). The momentum stays as it is.
/// </summary>
internal static class OneCycle
{
    /// <summary>Share of the training that the rise takes where nothing is said.</summary>
    public const double RiseShare = 0.3;

    private const double StartDivisor = 25, EndDivisor = 1e4;

    /// <summary>The learning rate of a step.</summary>
    /// <param name="peak">The largest learning rate.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps of the whole training.</param>
    /// <param name="riseShare">Share of the steps that the rise takes, in <c>[0, 1)</c>.</param>
    public static double Rate(double peak, long step, long steps, double riseShare)
    {
        // PyTorch counts so: the top is reached one step before the share is over, the end in the last step.
        double top = riseShare * steps - 1, end = steps - 1, start = peak / StartDivisor;
        if (end <= 0) return peak;
        return top > 0 && step <= top ? Cosine.Rate(start, peak, step, top) : Cosine.Rate(peak, start / EndDivisor, step - top, end - top);
    }
}
