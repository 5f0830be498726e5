namespace CnnTools.PowerShell.Output;

/// <summary>What a runner may say to PowerShell. A cmdlet implements it; a test records it. Only to be called on the pipeline's thread.</summary>
internal interface ICommandOutput
{
    /// <summary>Writes an object into the pipeline.</summary>
    void Emit(object value);

    /// <summary>Reports an error about one input; the command goes on.</summary>
    void Error(CnnException error);

    /// <summary>Details for those who say <c>-Verbose</c>.</summary>
    void Verbose(string text);

    /// <summary>A line that users see unless they silence the information stream.</summary>
    void Information(string text);

    /// <summary>Something works, but worse than it could.</summary>
    void Warning(string text);

    /// <summary>Moves a progress bar.</summary>
    void Progress(ProgressLine line);

    /// <summary>Asks whether to go on: false under <c>-WhatIf</c> or where the user said no.</summary>
    /// <param name="action">What would be done, as a sentence without its full stop.</param>
    /// <param name="details">Lines shown under <c>-WhatIf</c>.</param>
    bool MayProceed(string action, IEnumerable<string> details);
}

/// <summary>One state of one progress bar.</summary>
/// <param name="Bar">Which bar.</param>
/// <param name="Activity">What is going on.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Percent">0 to 100; -1 where unknown.</param>
/// <param name="SecondsRemaining">Seconds to the end; -1 where unknown.</param>
/// <param name="Completed">True to remove the bar.</param>
internal sealed record ProgressLine(ProgressBar Bar, string Activity, string Status, int Percent = -1, int SecondsRemaining = -1, bool Completed = false);

/// <summary>The progress bars; the value is PowerShell's activity id.</summary>
internal enum ProgressBar
{
    /// <summary>The whole training.</summary>
    Training = 1,

    /// <summary>The epoch, shown under <see cref="Training"/>.</summary>
    Epoch = 2,

    /// <summary>A dataset being downloaded or decoded.</summary>
    Dataset = 3,

    /// <summary>A model being evaluated.</summary>
    Evaluation = 4,
}
