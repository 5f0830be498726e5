namespace CnnTools.Core.Schedules;

/// <summary>What the plateau schedule remembers.</summary>
/// <param name="BestLoss">The lowest loss so far; null before the first.</param>
/// <param name="Waited">Epochs since then, or since the last decrease.</param>
/// <param name="Scale">What the learning rate is multiplied by.</param>
internal readonly record struct PlateauState(double? BestLoss, int Waited, double Scale)
{
    /// <summary>Nothing seen yet.</summary>
    public static PlateauState Start => new(null, 0, 1);
}

/// <summary>
/// The learning rate is multiplied by a factor where the watched loss has not fallen by a ten-thousandth for more than <c>patience</c> epochs. The rule and the
/// numbers are those
/// of PyTorch's <c>ReduceLROnPlateau</c> (https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html).
/// </summary>
internal static class Plateau
{
    /// <summary>Share by which a loss must be lower to count as better.</summary>
    private const double Threshold = 1e-4;

    /// <summary>Takes in an epoch's loss.</summary>
    /// <param name="state">What is remembered.</param>
    /// <param name="loss">The epoch's watched loss.</param>
    /// <param name="patience">Epochs without a better loss that are borne.</param>
    /// <param name="factor">What the learning rate is multiplied by after that.</param>
    public static PlateauState Observe(PlateauState state, double loss, int patience, double factor)
    {
        if (state.BestLoss is not { } best || loss < best * (1 - Threshold)) return state with { BestLoss = loss, Waited = 0 };
        return state.Waited + 1 > patience ? state with { Waited = 0, Scale = state.Scale * factor } : state with { Waited = state.Waited + 1 };
    }
}
