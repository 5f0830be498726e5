namespace CnnTools;

/// <summary>Random changes made to training pictures, drawn anew for every picture in every epoch. Values combine.</summary>
[Flags]
public enum CnnAugmentation
{
    /// <summary>Pictures as they are.</summary>
    None = 0,

    /// <summary>Moves a picture along both axes by up to a fraction of its size; edge pixels are repeated.</summary>
    Shift = 1,

    /// <summary>Mirrors a picture left to right with probability one half.</summary>
    Flip = 2,
}
