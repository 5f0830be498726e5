using System.Collections.Generic;

namespace CnnTools.Core.Images;

/// <summary>
/// Extensions of image files that are read. The build's tasks compile this file, too: they must notice a change of every file that a training reads.
/// </summary>
internal static class ImageExtensions
{
    /// <summary>In lower case, with the dot.</summary>
    public static readonly IReadOnlyList<string> All = [".png", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".gif"];
}
