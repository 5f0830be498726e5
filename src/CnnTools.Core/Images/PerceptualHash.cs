using System.Numerics;

namespace CnnTools.Core.Images;

/// <summary>
/// A hash of what an image looks like: copies that were encoded again or resized have nearly the same bits. It is the hash of PDQ (Facebook, "The TMK+PDQF
/// Video-Hashing Algorithm and the PDQ Image-Hashing
/// Algorithm", 2019), after the perceptual hash by discrete cosine transform (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions",
/// 2010): the 16 x 16 lowest frequencies of a gray image of
/// 64 x 64 pixels, each a bit that says whether it is above their median. The reduction to 64 x 64 is <see cref="BilinearResize"/>'s instead of PDQ's filter.
/// </summary>
public readonly record struct PerceptualHash(ulong Bits0, ulong Bits1, ulong Bits2, ulong Bits3)
{
    /// <summary>Height and width of the image that is transformed.</summary>
    public const int Size = 64;

    /// <summary>Distance up to which images are taken for copies, as PDQ's authors recommend: 31 of 256 bits.</summary>
    public const int CopyDistance = 31;

    private const int Frequencies = 16;

    private static readonly float[] s_cosines = Cosines();

    /// <summary>Hashes an image and its mirror image.</summary>
    /// <param name="gray">64 x 64 gray pixels, row by row.</param>
    public static (PerceptualHash Image, PerceptualHash Mirrored) Of(ReadOnlySpan<byte> gray)
    {
        if (gray.Length != Size * Size) throw new ArgumentException($"Expected {Size * Size} pixels; found {gray.Length}.", nameof(gray));
        // Rows, then columns: coefficients[i, j] = sum over y, x of cos(i, y) gray(y, x) cos(j, x).
        var rows = new float[Size * Frequencies];
        for (int y = 0; y < Size; y++)
        for (int j = 0; j < Frequencies; j++)
        {
            float sum = 0;
            for (int x = 0; x < Size; x++) sum += gray[y * Size + x] * s_cosines[j * Size + x];
            rows[y * Frequencies + j] = sum;
        }

        var coefficients = new float[Frequencies * Frequencies];
        for (int i = 0; i < Frequencies; i++)
        for (int j = 0; j < Frequencies; j++)
        {
            float sum = 0;
            for (int y = 0; y < Size; y++) sum += s_cosines[i * Size + y] * rows[y * Frequencies + j];
            coefficients[i * Frequencies + j] = sum;
        }

        PerceptualHash image = FromCoefficients(coefficients);
        // A mirrored cosine of an odd frequency is its negative; the columns here are the frequencies 1 to 16.
        for (int i = 0; i < coefficients.Length; i++)
            if (i % Frequencies % 2 == 0) coefficients[i] = -coefficients[i];
        return (image, FromCoefficients(coefficients));
    }

    /// <summary>Bits that differ, 0 to 256.</summary>
    public int DistanceTo(PerceptualHash other) =>
        BitOperations.PopCount(Bits0 ^ other.Bits0) + BitOperations.PopCount(Bits1 ^ other.Bits1) + BitOperations.PopCount(Bits2 ^ other.Bits2) + BitOperations.PopCount(Bits3 ^ other.Bits3);

    private static PerceptualHash FromCoefficients(float[] coefficients)
    {
        float[] sorted = [.. coefficients.Order()];
        float median = (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
        Span<ulong> words = stackalloc ulong[4];
        for (int i = 0; i < coefficients.Length; i++)
            if (coefficients[i] > median) words[i / 64] |= 1UL << (i % 64);
        return new(words[0], words[1], words[2], words[3]);
    }

    /// <summary>The rows 1 to 16 of the matrix of the discrete cosine transform (type II); the constant term is left out.</summary>
    private static float[] Cosines()
    {
        var cosines = new float[Frequencies * Size];
        for (int k = 0; k < Frequencies; k++)
        for (int x = 0; x < Size; x++)
            cosines[k * Size + x] = (float)(Math.Sqrt(2.0 / Size) * Math.Cos(Math.PI / (2 * Size) * (k + 1) * (2 * x + 1)));
        return cosines;
    }
}
