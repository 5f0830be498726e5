using CnnTools.Core.Randomness;
using CnnTools.Core.Schedules;

namespace CnnTools.Core.Planning;

/// <summary>
/// Where a training is, all but its tensors: enough to go on from here as if it had never stopped. Random streams are functions of seed and step
/// (<see cref="RandomStreams"/>), so a position stands for them.
/// </summary>
internal sealed record TrainingState
{
    /// <summary>The epoch under way, from 1.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>Images of this epoch already trained on: a place in the epoch's order.</summary>
    public int Position { get; set; }

    /// <summary>Steps taken over the whole training.</summary>
    public long Step { get; set; }

    /// <summary>Sums over this epoch so far.</summary>
    public MeterSums Sums { get; set; }

    /// <summary>Seconds this epoch has taken so far, over all its runs.</summary>
    public double EpochSeconds { get; set; }

    /// <summary>The epoch whose weights are to be kept; 0 before the first.</summary>
    public int BestEpoch { get; set; }

    /// <summary>What early stopping remembers.</summary>
    public EarlyStoppingState Stopping { get; set; } = new();

    /// <summary>What the plateau schedule remembers.</summary>
    public PlateauState Plateau { get; set; } = PlateauState.Start;

    /// <summary>Seconds the training has taken so far, over all its runs.</summary>
    public double Seconds { get; set; }

    /// <summary>What loss scaling remembers.</summary>
    public LossScale Scale { get; set; } = new(65536, 0);

    /// <summary>The finished epochs.</summary>
    public List<CnnEpochResult> History { get; init; } = [];
}

/// <summary>What early stopping remembers.</summary>
/// <param name="BestLoss">Lowest watched loss; null before the first (infinity has no place in JSON).</param>
/// <param name="BestEpoch">Its epoch; 0 before the first.</param>
/// <param name="Waited">Epochs since.</param>
internal sealed record EarlyStoppingState(double? BestLoss = null, int BestEpoch = 0, int Waited = 0);

/// <summary>What loss scaling remembers.</summary>
/// <param name="Factor">What the loss is multiplied by.</param>
/// <param name="GoodSteps">Steps without overflow since the factor last changed.</param>
internal readonly record struct LossScale(double Factor, int GoodSteps);
