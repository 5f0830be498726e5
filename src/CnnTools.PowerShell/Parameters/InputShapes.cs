namespace CnnTools.PowerShell.Parameters;

/// <summary>Input shapes as users write them: height, width, channels.</summary>
internal static class InputShapes
{
    /// <summary>The three sides.</summary>
    /// <param name="values">What the user wrote.</param>
    /// <exception cref="CnnException">Not three, or one below 1: id <c>InputShapeInvalid</c>.</exception>
    public static (int Height, int Width, int Channels) Of(IReadOnlyList<int> values)
    {
        if (values.Count == 3 && values.All(static value => value >= 1)) return (values[0], values[1], values[2]);
        throw new CnnException("InputShapeInvalid", CnnErrorCategory.InvalidArgument,
            $"InputShape: expected height, width and channels, each at least 1, for instance 32,32,3; found {string.Join(',', values)}.", values);
    }
}
