namespace CnnTools.Core.Datasets.Download;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadSettings
{
    /// <summary>A mirror that sends nothing for so long is given up.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Tries a mirror gets; each goes on where the one before was cut off.</summary>
    public int TriesPerMirror { get; init; } = 3;

    /// <summary>Pause before a mirror is tried again, doubled each time.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);
}
