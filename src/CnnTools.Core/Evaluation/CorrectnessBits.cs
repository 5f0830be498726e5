namespace CnnTools.Core.Evaluation;

/// <summary>One bit an image as text: Base64 of bytes whose lowest bit comes first. 10,000 images take 1,668 letters.</summary>
public static class CorrectnessBits
{
    /// <summary>Packs answers.</summary>
    /// <param name="right">Whether each image was classified correctly.</param>
    public static string Pack(IReadOnlyList<bool> right)
    {
        ArgumentNullException.ThrowIfNull(right);
        var bytes = new byte[(right.Count + 7) / 8];
        for (int i = 0; i < right.Count; i++)
            if (right[i]) bytes[i / 8] |= (byte)(1 << (i % 8));
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Unpacks answers.</summary>
    /// <param name="text">What <see cref="Pack"/> gave.</param>
    /// <param name="count">Number of images.</param>
    /// <returns>The answers; null where the text does not hold exactly that many.</returns>
    public static bool[]? TryUnpack(string text, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[text.Length];
        if (count < 0 || !Convert.TryFromBase64String(text, bytes, out int length) || length != (count + 7) / 8) return null;
        // Bits after the last image must be clear: set, they say that the count is wrong.
        if (count % 8 != 0 && bytes[length - 1] >> (count % 8) != 0) return null;
        var right = new bool[count];
        for (int i = 0; i < count; i++) right[i] = (bytes[i / 8] >> (i % 8) & 1) == 1;
        return right;
    }
}
