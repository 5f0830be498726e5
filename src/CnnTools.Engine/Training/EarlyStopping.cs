using CnnTools.Core.Planning;

namespace CnnTools.Engine.Training;

/// <summary>
/// Remembers the best watched loss and says when to stop: after <c>patience</c> epochs in a row without a decrease of more than <c>minimumDelta</c>
/// (the rule of Keras' <c>EarlyStopping</c>). Pure bookkeeping.
/// </summary>
/// <param name="patience">Epochs to wait; 0 never stops.</param>
/// <param name="minimumDelta">Smallest decrease that counts, in the loss's unit.</param>
/// <param name="state">What an earlier run remembered; null begins anew.</param>
internal sealed class EarlyStopping(int patience, double minimumDelta, EarlyStoppingState? state = null)
{
    /// <summary>The lowest loss so far.</summary>
    public double BestLoss { get; private set; } = state?.BestLoss ?? double.PositiveInfinity;

    /// <summary>The epoch of the lowest loss; 0 before the first.</summary>
    public int BestEpoch { get; private set; } = state?.BestEpoch ?? 0;

    /// <summary>Epochs since the best.</summary>
    public int Waited { get; private set; } = state?.Waited ?? 0;

    /// <summary>What to remember for a later run.</summary>
    public EarlyStoppingState State => new(BestEpoch == 0 ? null : BestLoss, BestEpoch, Waited);

    /// <summary>True once patience has run out.</summary>
    public bool ShouldStop => patience > 0 && Waited >= patience;

    /// <summary>Takes in an epoch's watched loss.</summary>
    /// <returns>True where it is the best so far.</returns>
    public bool Observe(int epoch, double loss)
    {
        if (loss < BestLoss - minimumDelta)
        {
            (BestLoss, BestEpoch, Waited) = (loss, epoch, 0);
            return true;
        }

        Waited++;
        return false;
    }

    /// <summary>Why training stopped, as a sentence.</summary>
    public string Reason() => FormattableString.Invariant(
        $"The validation loss did not fall by more than {minimumDelta:0.######} in {Waited} epochs; the best was {BestLoss:0.0000} in epoch {BestEpoch}.");
}
