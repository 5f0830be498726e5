namespace CnnTools.Core.Schedules;

/// <summary>
/// Half a cosine from the learning rate to its minimum, without restarts. Source: Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm
/// Restarts", 2017
/// (arXiv:1608.03983, equation 5); the numbers are those of PyTorch's <c>CosineAnnealingLR</c>.
/// </summary>
internal static class Cosine
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="high">The learning rate at step 0.</param>
    /// <param name="low">The learning rate that step <paramref name="steps"/> would have.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps the fall takes, at least 1.</param>
    public static double Rate(double high, double low, double step, double steps) => low + (high - low) * (1 + Math.Cos(Math.PI * Math.Min(step / steps, 1))) / 2;
}
