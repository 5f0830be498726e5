namespace CnnTools;

/// <summary>Random changes made to training images, drawn anew for every image in every epoch. Values combine.</summary>
[Flags]
public enum CnnAugmentation
{
    /// <summary>Images as they are.</summary>
    None = 0,

    /// <summary>Moves an image along both axes by up to a fraction of its size; edge pixels are repeated.</summary>
    Shift = 1,

    /// <summary>Mirrors an image left to right with probability one half.</summary>
    Flip = 2,
}
