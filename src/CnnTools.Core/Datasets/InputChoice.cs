using CnnTools.Core.Images;

namespace CnnTools.Core.Datasets;

/// <summary>How a dataset's images are brought to a network, and why so.</summary>
/// <param name="Preparation">The preparation of image files; null for a dataset that is published decoded, whose pixels are used as they are.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
public sealed record InputChoice(ImagePreparation? Preparation, string Reason);
