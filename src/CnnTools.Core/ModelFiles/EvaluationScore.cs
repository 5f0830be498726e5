namespace CnnTools.Core.ModelFiles;

/// <summary>How well a model does on some images.</summary>
/// <param name="Loss">Mean cross-entropy in nats.</param>
/// <param name="Accuracy">Share classified correctly, in <c>[0, 1]</c>.</param>
/// <param name="Count">Number of images.</param>
public readonly record struct EvaluationScore(double Loss, double Accuracy, int Count);
