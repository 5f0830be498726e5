namespace CnnTools.Core.Charts;

/// <summary>The colours of all charts.</summary>
internal static class Palette
{
    public static readonly Rgb Paper = Rgb.Of(0xffffff);
    public static readonly Rgb Ink = Rgb.Of(0x1f2328);
    public static readonly Rgb Muted = Rgb.Of(0x57606a);
    public static readonly Rgb Grid = Rgb.Of(0xe4e7ea);
    public static readonly Rgb Right = Rgb.Of(0x00684c);
    public static readonly Rgb Wrong = Rgb.Of(0xb04400);

    /// <summary>Colours that people with every kind of colour vision can tell apart (Okabe and Ito, 2008), without the yellow, which is too light on
    /// white.</summary>
    private static readonly Rgb[] Series = [.. new[] { 0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xe69f00, 0x000000 }.Select(Rgb.Of)];

    /// <summary>Steps from light to dark of one hue (ColorBrewer's Blues): the order can be seen without colour vision, and on a grey print.</summary>
    private static readonly Rgb[] Sequence = [.. new[] { 0xf7fbff, 0xdeebf7, 0xc6dbef, 0x9ecae1, 0x6baed6, 0x4292c6, 0x2171b5, 0x08519c, 0x08306b }.Select(Rgb.Of)];

    /// <summary>How many series have a colour of their own.</summary>
    public static int SeriesCount => Series.Length;

    /// <summary>The colour of a series; they come again after <see cref="SeriesCount"/>.</summary>
    public static Rgb Of(int series) => Series[series % Series.Length];

    /// <summary>The colour of a share in <c>[0, 1]</c>.</summary>
    public static Rgb OfShare(double share)
    {
        double position = Math.Clamp(share, 0, 1) * (Sequence.Length - 1);
        int below = Math.Min((int)position, Sequence.Length - 2);
        return Sequence[below].Mix(Sequence[below + 1], position - below);
    }

    /// <summary>The ink that can be read on a colour.</summary>
    public static Rgb InkOn(Rgb paper) => paper.Luminance < 0.3 ? Paper : Ink;
}
