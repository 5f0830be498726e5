namespace CnnTools.Core.Images;

/// <summary>Formats of image files: which are read, and which are images that cannot be read.</summary>
public static class ImageFormats
{
    /// <summary>The formats read, as users see them.</summary>
    public const string Names = "PNG, JPEG, WebP, BMP or GIF";

    /// <summary>Extensions of files that are read, in lower case.</summary>
    public static IReadOnlyList<string> Extensions => ImageExtensions.All;

    // Formats that people keep photographs in and Skia's codecs do not read.
    private static readonly HashSet<string> s_others = new(StringComparer.OrdinalIgnoreCase)
    {
        ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".j2k", ".psd", ".tga", ".pgm", ".ppm", ".pbm", ".pnm", ".svg", ".ico", ".raw", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2",
    };

    /// <summary>Whether a file is one that is read, by its extension.</summary>
    public static bool IsSupported(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file is an image in a format that is not read, by its extension.</summary>
    public static bool IsOther(string path) => s_others.Contains(Path.GetExtension(path));

    /// <summary>The name of an image format that is not read, by the file's first bytes: TIFF, HEIC, AVIF, JPEG XL, JPEG 2000 or Photoshop; null if they are
    /// none of these.</summary>
    internal static string? OtherFormat(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8)) return "TIFF";
        if (file.StartsWith("8BPS"u8)) return "Photoshop";
        if (file is [0xFF, 0x0A, ..] || (file.Length >= 8 && file[4..8].SequenceEqual("JXL "u8))) return "JPEG XL";
        if (file.Length >= 8 && file[4..8].SequenceEqual("jP  "u8)) return "JPEG 2000";
        // ISO base media: a box 'ftyp' with the brand.
        if (file.Length < 12 || !file[4..8].SequenceEqual("ftyp"u8)) return null;
        ReadOnlySpan<byte> brand = file[8..12];
        return brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? "AVIF" : "HEIC";
    }
}
