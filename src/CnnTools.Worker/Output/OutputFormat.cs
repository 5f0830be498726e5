namespace CnnTools.Worker.Output;

/// <summary>How a verb writes its result.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON value and nothing else.</summary>
    Json,
}
