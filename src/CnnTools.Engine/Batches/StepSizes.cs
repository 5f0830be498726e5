namespace CnnTools.Engine.Batches;

/// <summary>
/// How an epoch's images are dealt to steps: a batch each, and what is left to the last one. A network that cannot take a single image
/// (<see cref="Core.Networks.BatchNeeds"/>) gets a last one that is left over in the step before.
/// </summary>
/// <param name="BatchSize">Images per step.</param>
/// <param name="NeedsSeveral">Whether a step needs at least two images.</param>
internal readonly record struct StepSizes(int BatchSize, bool NeedsSeveral)
{
    /// <summary>Images of the next step.</summary>
    /// <param name="remaining">Images of the epoch that are left, at least 1.</param>
    public int Next(int remaining) => NeedsSeveral && remaining == BatchSize + 1 ? remaining : Math.Min(BatchSize, remaining);

    /// <summary>Steps in an epoch of so many images.</summary>
    public int CountIn(int images) => NeedsSeveral && images > BatchSize && images % BatchSize == 1 ? images / BatchSize : (images + BatchSize - 1) / BatchSize;
}
