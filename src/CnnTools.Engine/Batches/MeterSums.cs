namespace CnnTools.Engine.Batches;

/// <summary>Sums of an epoch.</summary>
/// <param name="Loss">Sum of the pictures' losses.</param>
/// <param name="Right">Pictures classified correctly.</param>
/// <param name="Count">Pictures taken in.</param>
internal readonly record struct MeterSums(double Loss, long Right, int Count);
