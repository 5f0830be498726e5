namespace CnnTools.Core.Planning;

/// <summary>Sums of an epoch.</summary>
/// <param name="Loss">Sum of the images' losses.</param>
/// <param name="Right">Images classified correctly.</param>
/// <param name="Count">Images taken in.</param>
internal readonly record struct MeterSums(double Loss, long Right, int Count);
