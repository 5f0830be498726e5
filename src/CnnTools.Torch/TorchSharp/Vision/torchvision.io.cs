using CnnTools.Torch;

namespace TorchSharp;

/// <summary>Pictures.</summary>
public static partial class torchvision
{
    /// <summary>Pictures from files and streams.</summary>
    public static partial class io
    {
        /// <summary>Which channels a picture is read with.</summary>
        public enum ImageReadMode
        {
            /// <summary>As the file has them: 1, 2, 3 or 4.</summary>
            UNCHANGED,

            /// <summary>Grey: 1.</summary>
            GRAY,

            /// <summary>Grey and transparency: 2; PNG only.</summary>
            GRAY_ALPHA,

            /// <summary>Red, green and blue: 3.</summary>
            RGB,

            /// <summary>Red, green, blue and transparency: 4; PNG only.</summary>
            RGB_ALPHA,
        }

        /// <summary>Reads a JPEG or PNG file as a tensor of bytes [channels, rows, columns].</summary>
        public static torch.Tensor read_image(string filename, ImageReadMode mode = ImageReadMode.UNCHANGED) =>
            ImageCodec.Decode(File.ReadAllBytes(filename), mode);

        /// <summary>Reads a JPEG or PNG from a stream as a tensor of bytes [channels, rows, columns].</summary>
        public static torch.Tensor read_image(Stream stream, ImageReadMode mode = ImageReadMode.UNCHANGED)
        {
            ArgumentNullException.ThrowIfNull(stream);
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return ImageCodec.Decode(memory.GetBuffer().AsSpan(0, (int)memory.Length), mode);
        }
    }
}
