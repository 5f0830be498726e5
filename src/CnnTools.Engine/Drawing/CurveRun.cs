namespace CnnTools.Engine.Drawing;

/// <summary>A training whose history is to be drawn.</summary>
/// <param name="Name">How the chart calls it.</param>
/// <param name="History">Its epochs, in order; at least one.</param>
public sealed record CurveRun(string Name, IReadOnlyList<CnnEpochResult> History);
