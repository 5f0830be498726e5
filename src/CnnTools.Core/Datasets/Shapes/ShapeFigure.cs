namespace CnnTools.Core.Datasets.Shapes;

/// <summary>
/// The ten figures as point sets in the plane: centred on the origin, about as large as the unit circle, unrotated. Only additions, multiplications and
/// comparisons decide
/// whether a point belongs to a figure, so every platform agrees on every point.
/// </summary>
internal static class ShapeFigure
{
    /// <summary>The figures' names; the position is the label.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["Circle", "Ring", "Square", "Triangle", "Cross", "Star", "Crescent", "Arrow", "Bars", "Checkerboard"];

    private const double Sin60 = 0.8660254037844386;

    // Unit vectors at 90°, 162°, 234°, 306° and 18°: the directions of a five-pointed star's tips.
    private static readonly (double X, double Y)[] StarTip =
    [
        (0, 1), (-0.9510565162951535, 0.3090169943749474), (-0.5877852522924731, -0.8090169943749475), (0.5877852522924731, -0.8090169943749475), (0.9510565162951535, 0.3090169943749474),
    ];

    /// <summary>Whether a point belongs to a figure.</summary>
    /// <param name="label">The figure, from 0 to 9.</param>
    /// <param name="x">First coordinate; the figures lie within <c>[-1, 1]</c>.</param>
    /// <param name="y">Second coordinate.</param>
    public static bool Contains(int label, double x, double y) => label switch
    {
        0 => x * x + y * y <= 0.81,
        1 => x * x + y * y is <= 1 and >= 0.3364,
        2 => Math.Abs(x) <= 0.74 && Math.Abs(y) <= 0.74,
        3 => IsInTriangle(x, y),
        4 => Math.Abs(x) <= 1 && Math.Abs(y) <= 0.27 || Math.Abs(y) <= 1 && Math.Abs(x) <= 0.27,
        5 => IsInStar(x, y),
        6 => x * x + y * y <= 1 && (x - 0.5) * (x - 0.5) + y * y >= 0.5625,
        7 => x >= -1 && x <= 0.1 && Math.Abs(y) <= 0.2 || x >= 0 && x <= 1 && Math.Abs(y) <= 0.8 * (1 - x),
        8 => Math.Abs(y) <= 0.85 && Math.Abs(x) is <= 0.18 or >= 0.52 and <= 0.88,
        9 => Math.Abs(x) <= 0.87 && Math.Abs(y) <= 0.87 && Math.Abs(x) > 0.29 == Math.Abs(y) > 0.29,
        _ => throw new ArgumentOutOfRangeException(nameof(label), label, "Expected a figure in [0, 10)."),
    };

    /// <summary>The equilateral triangle with its corners on the unit circle, one of them on the second axis.</summary>
    private static bool IsInTriangle(double x, double y) => y >= -0.5 && Sin60 * Math.Abs(x) + 0.5 * y <= 0.5;

    /// <summary>
    /// The star {5/2}: a point belongs to it where it is on the inner side of at least four of its five long edges, which lie at the distance cos 72° from the
    /// centre.
    /// </summary>
    private static bool IsInStar(double x, double y)
    {
        const double Cos72 = 0.3090169943749474;
        int inside = 0;
        foreach (var tip in StarTip)
            if (tip.X * x + tip.Y * y >= -Cos72) inside++;
        return inside >= 4 && x * x + y * y <= 1;
    }
}
