namespace CnnTools.Core.Images;

/// <summary>SkiaSharp's native library, which reads, writes and draws images; loaded with the first of them.</summary>
internal static class SkiaLibrary
{
    /// <summary>Whether an exception means that the library cannot be loaded.</summary>
    public static bool CannotLoad(Exception failure) => failure is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException;

    /// <summary>The error for a library that cannot be loaded.</summary>
    /// <param name="failure">What the loader reports.</param>
    public static CnnException Unavailable(Exception failure) => new(
        "ImageLibraryUnavailable", CnnErrorCategory.ResourceUnavailable,
        $"SkiaSharp's native library libSkiaSharp, which reads and writes images, could not be loaded: {failure.GetBaseException().Message} Expected it beside CnnTools.Engine.dll. Reinstall CnnTools.", null, failure);
}
