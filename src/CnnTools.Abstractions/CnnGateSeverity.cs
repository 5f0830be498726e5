namespace CnnTools;

/// <summary>What a gate that does not pass does.</summary>
public enum CnnGateSeverity
{
    /// <summary>It fails the build or the test.</summary>
    Error,

    /// <summary>It is reported and changes nothing.</summary>
    Warning,

    /// <summary>It is not looked at.</summary>
    Off,
}
