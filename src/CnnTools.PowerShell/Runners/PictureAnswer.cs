using System.Globalization;
using CnnTools.Core.Charts;

namespace CnnTools.PowerShell.Runners;

/// <summary>What a model said of a picture.</summary>
/// <param name="Label">Its answer.</param>
/// <param name="Probability">The answer's probability; null where nobody wrote it down.</param>
/// <param name="TrueLabel">The truth; null where nobody knows it.</param>
internal sealed record PictureAnswer(string Label, double? Probability, string? TrueLabel)
{
    /// <summary>The lines below the picture.</summary>
    /// <param name="name">The picture's name.</param>
    public IReadOnlyList<PictureCaption> Caption(string name)
    {
        string answer = Probability is { } probability ? string.Create(CultureInfo.InvariantCulture, $"{Label}, {100 * probability:0.0}%") : Label;
        if (TrueLabel is null or "") return [new(answer), new(name, PictureCaptionKind.Minor)];
        return TrueLabel == Label
            ? [new($"right: {answer}", PictureCaptionKind.Truth), new(name, PictureCaptionKind.Minor)]
            : [new($"true: {TrueLabel}", PictureCaptionKind.Truth), new($"model: {answer}", PictureCaptionKind.Mistake), new(name, PictureCaptionKind.Minor)];
    }
}
