namespace CnnTools;

/// <summary>What a chart shows.</summary>
public enum CnnChartKind
{
    /// <summary>What the input is: a history gives curves, cells of a confusion matrix give a heat map, models give curves.</summary>
    Auto,

    /// <summary>The curves of a training's history.</summary>
    Curve,

    /// <summary>The heat map of a confusion matrix.</summary>
    ConfusionMatrix,

    /// <summary>The curves, and below them the heat map.</summary>
    All,
}
