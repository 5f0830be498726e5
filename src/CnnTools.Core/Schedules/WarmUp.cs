namespace CnnTools.Core.Schedules;

/// <summary>
/// The first steps are taken with a part of the learning rate, growing linearly to all of it: large steps from random weights can throw a network to where it
/// never recovers.
/// Source: Goyal et al., "Accurate, Large Minibatch SGD", 2017 (arXiv:1706.02677, section 2.2).
/// </summary>
internal static class WarmUp
{
    /// <summary>The share of the learning rate that a step takes, in <c>(0, 1]</c>.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps of the warm-up; from step <c>steps - 1</c> on the share is 1.</param>
    public static double Share(long step, long steps) => step + 1 >= steps ? 1 : (double)(step + 1) / steps;
}
