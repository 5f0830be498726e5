using CnnTools.Core.Charts;

namespace CnnTools.Engine.Tests.Drawing;

/// <summary>Histories as trainings make them.</summary>
internal static class Histories
{
    /// <summary>A history whose loss falls and whose watched loss rises again after its best epoch.</summary>
    public static IReadOnlyList<CnnEpochResult> Of(int epochs, int best, bool watched = true, Func<int, double>? rate = null) => [.. Enumerable.Range(1, epochs).Select(epoch => new CnnEpochResult
    {
        Epoch = epoch, Loss = 2.3 * Math.Exp(-0.3 * epoch), Accuracy = 1 - Math.Exp(-0.4 * epoch), LearningRate = rate?.Invoke(epoch) ?? 0.001, Seconds = 2, ImagesPerSecond = 4000,
        ValidationLoss = watched ? 0.4 + (0.02 * Math.Abs(epoch - best)) : null, ValidationAccuracy = watched ? 0.9 - (0.01 * Math.Abs(epoch - best)) : null,
    })];

    public static CurveRun[] Runs(int count, int epochs) => [.. Enumerable.Range(1, count).Select(i => new CurveRun($"TwoConv4x4 on Cifar10 (20261124-12000{i}-abc{i})", Of(epochs + i, 3 + i)))];
}
