namespace CnnTools.Core.Networks;

/// <summary>Shape of what a layer gives for one image: a plane of height × width × channels, or a row of features.</summary>
public readonly record struct LayerShape
{
    private LayerShape(int height, int width, int channels, bool isFlat) => (Height, Width, Channels, IsFlat) = (height, width, channels, isFlat);

    /// <summary>Height in pixels; 1 for a row of features.</summary>
    public int Height { get; }

    /// <summary>Width in pixels; 1 for a row of features.</summary>
    public int Width { get; }

    /// <summary>Number of channels; the number of features for a row of features.</summary>
    public int Channels { get; }

    /// <summary>True for a row of features, false for a plane.</summary>
    public bool IsFlat { get; }

    /// <summary>Number of values for one image.</summary>
    public long ValueCount => (long)Height * Width * Channels;

    /// <summary>A plane with channels.</summary>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="channels">Number of channels.</param>
    public static LayerShape Plane(int height, int width, int channels) => new(height, width, channels, isFlat: false);

    /// <summary>A row of features.</summary>
    /// <param name="features">Number of features.</param>
    public static LayerShape Flat(int features) => new(1, 1, features, isFlat: true);

    /// <summary>Height, width, channels (<c>29x29x32</c>) or features (<c>256</c>), as in <see cref="CnnLayerSummary.OutputShape"/>.</summary>
    public override string ToString() => IsFlat ? Invariant($"{Channels}") : Invariant($"{Height}x{Width}x{Channels}");
}
