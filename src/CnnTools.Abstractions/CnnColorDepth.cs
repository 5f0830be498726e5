namespace CnnTools;

/// <summary>How many colours a terminal shows.</summary>
public enum CnnColorDepth
{
    /// <summary>As many as the terminal says it can; none where colours are switched off.</summary>
    Auto,

    /// <summary>None: shades are characters.</summary>
    None,

    /// <summary>The 16 colours every terminal with colours has.</summary>
    Color16,

    /// <summary>The 256 colours of xterm.</summary>
    Color256,

    /// <summary>16.7 million colours.</summary>
    TrueColor,
}
