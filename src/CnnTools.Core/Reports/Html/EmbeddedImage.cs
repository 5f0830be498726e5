using CnnTools.Core.Datasets;
using CnnTools.Core.Images;

namespace CnnTools.Core.Reports.Html;

/// <summary>Images of a dataset inside the page, as PNG in data URIs.</summary>
internal static class EmbeddedImage
{
    /// <summary>Longest side in pixels; larger images are made smaller, or a report of photographs would not be sent by mail any more.</summary>
    public const int LargestSide = 64;

    /// <summary>Writes images as a grid.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="images">The dataset.</param>
    /// <param name="shown">Positions, a description for those who do not see the image, and lines below it.</param>
    public static void WriteGrid(HtmlWriter html, ImageSet images, IEnumerable<(int Index, string Description, IReadOnlyList<string> Caption)> shown)
    {
        using (html.Open("ul", ("class", "images")))
            foreach ((int index, string description, IReadOnlyList<string> caption) in shown)
                using (html.Open("li"))
                using (html.Open("figure"))
                {
                    Write(html, images, index, description);
                    if (caption.Count > 0)
                        using (html.Open("figcaption"))
                            foreach (string line in caption) html.Element("span", line);
                }

        html.Line();
    }

    /// <summary>Whether images of this many channels can be shown.</summary>
    public static bool CanShow(ImageSet images) => images.Channels is 1 or 3;

    private static void Write(HtmlWriter html, ImageSet images, int index, string description)
    {
        DecodedImage image = Thumbnail(images, index);
        // The same size on the screen whatever the image's: the page lays out before it decodes.
        double scale = (double)LargestSide / Math.Max(image.Width, image.Height);
        html.Void(
            "img", ("src", "data:image/png;base64," + Convert.ToBase64String(PngEncoder.Encode(image))), ("alt", description), ("width", Invariant($"{Math.Max(1, (int)(image.Width * scale))}")),
            ("height", Invariant($"{Math.Max(1, (int)(image.Height * scale))}")), ("class", scale >= 2 ? "pixels" : null));
    }

    private static DecodedImage Thumbnail(ImageSet images, int index)
    {
        var image = new DecodedImage(images.Channels, images.Height, images.Width, images.CopyOf(index));
        int longest = Math.Max(image.Height, image.Width);
        return longest <= LargestSide ? image : BilinearResize.Resize(image, Math.Max(1, image.Height * LargestSide / longest), Math.Max(1, image.Width * LargestSide / longest));
    }
}
