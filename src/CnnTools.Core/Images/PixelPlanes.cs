using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnTools.Core.Images;

/// <summary>Converts between pixels of four bytes (red, green, blue, alpha) and one plane of bytes per channel.</summary>
internal static class PixelPlanes
{
    private const int Step = 32;

    /// <summary>Separates red, green and blue. Alpha is dropped.</summary>
    public static void Split(ReadOnlySpan<uint> rgba, Span<byte> planes)
    {
        int area = rgba.Length, i = 0;
        Span<byte> red = planes[..area], green = planes.Slice(area, area), blue = planes.Slice(2 * area, area);
        ref uint source = ref MemoryMarshal.GetReference(rgba);
        for (; i <= area - Step; i += Step)
        {
            var a = Vector256.LoadUnsafe(ref source, (nuint)i);
            var b = Vector256.LoadUnsafe(ref source, (nuint)i + 8);
            var c = Vector256.LoadUnsafe(ref source, (nuint)i + 16);
            var d = Vector256.LoadUnsafe(ref source, (nuint)i + 24);
            Store(Pack(Low(a), Low(b), Low(c), Low(d)), red, i);
            Store(Pack(Low(a >>> 8), Low(b >>> 8), Low(c >>> 8), Low(d >>> 8)), green, i);
            Store(Pack(Low(a >>> 16), Low(b >>> 16), Low(c >>> 16), Low(d >>> 16)), blue, i);
        }

        for (; i < area; i++) (red[i], green[i], blue[i]) = ((byte)rgba[i], (byte)(rgba[i] >> 8), (byte)(rgba[i] >> 16));
    }

    /// <summary>Computes luma (ITU-R BT.601: 0.299, 0.587, 0.114) in 16-bit fixed point. The weights sum to one, so that gray stays exactly what it
    /// is.</summary>
    public static void Luma(ReadOnlySpan<uint> rgba, Span<byte> gray)
    {
        int i = 0;
        ref uint source = ref MemoryMarshal.GetReference(rgba);
        for (; i <= rgba.Length - Step; i += Step)
        {
            Vector256<uint> a = Luma(Vector256.LoadUnsafe(ref source, (nuint)i)), b = Luma(Vector256.LoadUnsafe(ref source, (nuint)i + 8));
            Vector256<uint> c = Luma(Vector256.LoadUnsafe(ref source, (nuint)i + 16)), d = Luma(Vector256.LoadUnsafe(ref source, (nuint)i + 24));
            Store(Pack(a, b, c, d), gray, i);
        }

        for (; i < rgba.Length; i++) gray[i] = (byte)Luma(Vector256.CreateScalar(rgba[i])).ToScalar();
    }

    /// <summary>Blends pixels with a gray background by their alpha, rounded to the nearest; alpha becomes opaque.</summary>
    public static void Blend(Span<uint> rgba, byte background)
    {
        for (int i = 0; i < rgba.Length; i++)
        {
            uint pixel = rgba[i], alpha = pixel >> 24;
            if (alpha == 255) continue;
            uint rest = background * (255 - alpha) + 127;
            rgba[i] = ((pixel & 255) * alpha + rest) / 255 | ((pixel >> 8 & 255) * alpha + rest) / 255 << 8 | ((pixel >> 16 & 255) * alpha + rest) / 255 << 16 | 0xFF000000;
        }
    }

    /// <summary>Joins three planes to pixels with opaque alpha.</summary>
    public static void Join(ReadOnlySpan<byte> planes, Span<uint> rgba)
    {
        int area = rgba.Length;
        ReadOnlySpan<byte> red = planes[..area], green = planes.Slice(area, area), blue = planes.Slice(2 * area, area);
        for (int i = 0; i < area; i++) rgba[i] = red[i] | (uint)green[i] << 8 | (uint)blue[i] << 16 | 0xFF000000;
    }

    private static Vector256<uint> Luma(Vector256<uint> pixels) =>
        (Low(pixels) * 19595 + Low(pixels >>> 8) * 38470 + Low(pixels >>> 16) * 7471 + Vector256.Create(32768u)) >>> 16;

    private static Vector256<uint> Low(Vector256<uint> pixels) => pixels & Vector256.Create(255u);

    private static Vector256<byte> Pack(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) =>
        Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d));

    private static void Store(Vector256<byte> values, Span<byte> target, int index) => values.StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)index);
}
