namespace CnnTools;

/// <summary>How an image is brought to a network's input where the ratio of its sides is another one.</summary>
public enum CnnImageFit
{
    /// <summary>The largest centered part with the input's ratio is taken; what lies outside is cut off. Nothing is distorted.</summary>
    Crop,

    /// <summary>The whole image is placed in the center, with black on two sides. Nothing is distorted or cut off.</summary>
    Pad,

    /// <summary>Height and width are scaled independently. Nothing is cut off; shapes are distorted.</summary>
    Stretch,
}
