namespace CnnTools.Engine.Batches.Augmentation;

/// <summary>A rectangle of pixels.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Bottom">The row after the last.</param>
/// <param name="Right">The column after the last.</param>
internal readonly record struct PixelBox(int Top, int Left, int Bottom, int Right)
{
    /// <summary>Number of pixels.</summary>
    public int Area => (Bottom - Top) * (Right - Left);
}
