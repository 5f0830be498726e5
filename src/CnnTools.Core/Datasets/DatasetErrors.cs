namespace CnnTools.Core.Datasets;

/// <summary>The dataset floor's errors, each with its id in one place.</summary>
internal static class DatasetErrors
{
    /// <summary>Id of errors about files whose content is not what it should be.</summary>
    public const string InvalidId = "DatasetInvalid";

    public static CnnException Invalid(string message, object? target = null, Exception? cause = null) =>
        new(InvalidId, CnnErrorCategory.InvalidData, message, target, cause);

    public static CnnException NotFound(string message, object? target) =>
        new("DatasetNotFound", CnnErrorCategory.ObjectNotFound, message, target);

    public static CnnException Offline(string message, object? target) =>
        new("DatasetOffline", CnnErrorCategory.ResourceUnavailable, message, target);

    public static CnnException ChecksumMismatch(string message, object? target) =>
        new("DatasetChecksumMismatch", CnnErrorCategory.InvalidData, message, target);

    public static CnnException DownloadFailed(string message, object? target, Exception? cause = null) =>
        new("DatasetDownloadFailed", CnnErrorCategory.ResourceUnavailable, message, target, cause);

    public static CnnException Argument(string message, object? target) =>
        new("DatasetArgumentInvalid", CnnErrorCategory.InvalidArgument, message, target);
}
