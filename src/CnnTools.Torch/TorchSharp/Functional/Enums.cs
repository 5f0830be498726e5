namespace TorchSharp;

/// <summary>What the border of a padded picture holds.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,

    /// <summary>The picture mirrored at its border, the border itself once.</summary>
    Reflect = 1,

    /// <summary>The border's values.</summary>
    Replicate = 2,

    /// <summary>The opposite side.</summary>
    Circular = 3,

    /// <summary>One value.</summary>
    Constant = 4,
}

/// <summary>How much a convolution's input is padded.</summary>
public enum Padding
{
    /// <summary>Not at all.</summary>
    Valid = 0,

    /// <summary>So that the output is as large as the input.</summary>
    Same = 1,
}

public static partial class torch
{
    /// <summary>How a picture's new points come from the old ones.</summary>
    public enum InterpolationMode
    {
        /// <summary>The nearest point, as older programs found it.</summary>
        Nearest = 0,

        /// <summary>On a line; for one dimension.</summary>
        Linear = 1,

        /// <summary>The mean of four neighbours, weighted by distance.</summary>
        Bilinear = 2,

        /// <summary>A cubic surface through sixteen neighbours.</summary>
        Bicubic = 3,

        /// <summary>For three dimensions.</summary>
        Trilinear = 4,

        /// <summary>The mean of the area that a new point covers.</summary>
        Area = 5,

        /// <summary>The nearest point, by its centre.</summary>
        NearestExact = 6,
    }

    public static partial class nn
    {
        /// <summary>How the losses of a batch become one number.</summary>
        public enum Reduction : long
        {
            /// <summary>They do not.</summary>
            None = 0,

            /// <summary>Their mean, weighted where weights are given.</summary>
            Mean = 1,

            /// <summary>Their sum.</summary>
            Sum = 2,
        }
    }
}
