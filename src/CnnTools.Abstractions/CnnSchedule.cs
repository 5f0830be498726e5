namespace CnnTools;

/// <summary>How the learning rate changes while a network is trained.</summary>
public enum CnnSchedule
{
    /// <summary>Stays as it is.</summary>
    Constant,

    /// <summary>Falls along half a cosine, step by step, to its minimum at the end of the last epoch (Loshchilov and Hutter, 2017).</summary>
    Cosine,

    /// <summary>Rises from a 25th to the learning rate and then falls to nearly nothing, step by step (Smith and Topin, 2018).</summary>
    OneCycle,

    /// <summary>Is multiplied by a factor after every so many epochs.</summary>
    Step,

    /// <summary>Is multiplied by a factor where the watched loss has stopped falling.</summary>
    Plateau,
}
