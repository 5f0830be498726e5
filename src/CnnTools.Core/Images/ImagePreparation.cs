using System.Text.Json;

namespace CnnTools.Core.Images;

/// <summary>
/// How an image file becomes a network's input: <see cref="ImagePreparer"/> does it, the same for training, evaluation and prediction, and a model's file holds
/// it. Equal records give equal bytes.
/// </summary>
/// <param name="Channels">1 for gray (luma of ITU-R BT.601), 3 for red, green, blue.</param>
/// <param name="Height">Height of the input in pixels, at least 1.</param>
/// <param name="Width">Width of the input in pixels, at least 1.</param>
public sealed record ImagePreparation(int Channels, int Height, int Width)
{
    /// <summary>What becomes of an image whose sides have another ratio.</summary>
    public CnnImageFit Fit { get; init; } = CnnImageFit.Crop;

    /// <summary>Whether the camera's orientation (EXIF, in JPEG and WebP) is applied, as viewers do.</summary>
    public bool ApplyOrientation { get; init; } = true;

    /// <summary>The gray level, 0 to 255, that transparent pixels are blended with: white by default. Null drops transparency, so that a transparent pixel
    /// keeps its stored color.</summary>
    public byte? Background { get; init; } = 255;

    /// <summary>The preparation of models whose file does not say one: stretched, with neither orientation nor transparency applied.</summary>
    public static ImagePreparation Earlier(int channels, int height, int width) => new(channels, height, width) { Fit = CnnImageFit.Stretch, ApplyOrientation = false, Background = null };

    /// <summary>Size, fit and channels as users read it: <c>128x96x3, Crop</c> (height, width, channels).</summary>
    public override string ToString() => Invariant($"{Height}x{Width}x{Channels}, {Fit}");

    /// <summary>What a model's file holds beside the network's input shape: <c>fit</c>, <c>orientation</c> (true or false) and <c>background</c> (0 to 255, or
    /// null).</summary>
    internal void WriteTo(IDictionary<string, object?> preprocessing)
    {
        preprocessing["fit"] = Fit.ToString();
        preprocessing["orientation"] = ApplyOrientation;
        preprocessing["background"] = Background is { } level ? (int)level : null;
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="preprocessing">The JSON object.</param>
    /// <param name="channels">The network's channels.</param>
    /// <param name="height">The network's height.</param>
    /// <param name="width">The network's width.</param>
    /// <returns><see cref="Earlier"/> if the object has no <c>fit</c>.</returns>
    /// <exception cref="JsonException">A value is not what it should be.</exception>
    internal static ImagePreparation ReadFrom(JsonElement preprocessing, int channels, int height, int width)
    {
        if (!preprocessing.TryGetProperty("fit", out JsonElement fit)) return Earlier(channels, height, width);
        if (fit.ValueKind != JsonValueKind.String || !Enum.TryParse(fit.GetString(), out CnnImageFit value) || !Enum.IsDefined(value)) throw new JsonException("expected fit Crop, Pad or Stretch");
        byte? background = null;
        if (preprocessing.GetProperty("background") is { ValueKind: not JsonValueKind.Null } level)
            background = level.ValueKind == JsonValueKind.Number && level.TryGetByte(out byte gray) ? gray : throw new JsonException("expected background 0 to 255, or null");
        return new ImagePreparation(channels, height, width) { Fit = value, ApplyOrientation = preprocessing.GetProperty("orientation").GetBoolean(), Background = background };
    }
}
