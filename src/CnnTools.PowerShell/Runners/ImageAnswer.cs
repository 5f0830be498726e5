using System.Globalization;
using CnnTools.Core.Charts;

namespace CnnTools.PowerShell.Runners;

/// <summary>What a model said of an image.</summary>
/// <param name="Label">Its answer.</param>
/// <param name="Probability">The answer's probability; null where nobody wrote it down.</param>
/// <param name="TrueLabel">The truth; null where nobody knows it.</param>
internal sealed record ImageAnswer(string Label, double? Probability, string? TrueLabel)
{
    /// <summary>The lines below the image.</summary>
    /// <param name="name">The image's name.</param>
    public IReadOnlyList<ImageCaption> Caption(string name)
    {
        string answer = Probability is { } probability ? string.Create(CultureInfo.InvariantCulture, $"{Label}, {100 * probability:0.0}%") : Label;
        if (TrueLabel is null or "") return [new(answer), new(name, ImageCaptionKind.Minor)];
        return TrueLabel == Label
            ? [new($"right: {answer}", ImageCaptionKind.Truth), new(name, ImageCaptionKind.Minor)]
            : [new($"true: {TrueLabel}", ImageCaptionKind.Truth), new($"model: {answer}", ImageCaptionKind.Mistake), new(name, ImageCaptionKind.Minor)];
    }
}
