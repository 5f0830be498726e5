namespace CnnTools.Engine.Inference;

/// <summary>How many images are evaluated at once.</summary>
internal static class EvaluationBatch
{
    // Large enough that a call's fixed cost does not count, small enough for the activations of a wide network to stay in a few hundred megabytes.
    private const int Largest = 250;

    // Up to this many pixels an image, the largest batch is taken.
    private const int PixelsOfLargest = 64 * 64;

    /// <summary>Images per batch, so that large images do not fill the memory with activations.</summary>
    /// <param name="height">Height of an image in pixels.</param>
    /// <param name="width">Width of an image in pixels.</param>
    public static int SizeFor(int height, int width) => (int)Math.Clamp((long)Largest * PixelsOfLargest / ((long)height * width), 1, Largest);
}
