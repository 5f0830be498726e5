namespace CnnTools.Engine.Devices.Runtime;

/// <summary>The errors of an installation of the native library, each with its id in one place.</summary>
internal static class RuntimeErrors
{
    public static CnnException Invalid(string message, object? target) => new("RuntimeInvalid", CnnErrorCategory.InvalidData, message, target);

    public static CnnException NotFound(string message, object? target) => new("RuntimeNotFound", CnnErrorCategory.ObjectNotFound, message, target);

    public static CnnException Argument(string message, object? target) => new("RuntimeArgumentInvalid", CnnErrorCategory.InvalidArgument, message, target);

    public static CnnException ChecksumMismatch(string message, object? target) => new("RuntimeChecksumMismatch", CnnErrorCategory.InvalidData, message, target);

    public static CnnException Exists(string message, object? target) => new("RuntimeExists", CnnErrorCategory.InvalidArgument, message, target);

    public static CnnException Failed(string message, object? target, Exception? cause = null) => new("RuntimeInstallFailed", CnnErrorCategory.OperationFailed, message, target, cause);

    public static CnnException ToolMissing(string message) => new("RuntimeToolMissing", CnnErrorCategory.ResourceUnavailable, message);
}
