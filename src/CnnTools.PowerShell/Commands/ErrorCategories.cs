using System.Management.Automation;

namespace CnnTools.PowerShell.Commands;

/// <summary>The engine's kinds of mistakes in PowerShell's words.</summary>
internal static class ErrorCategories
{
    /// <summary>PowerShell's category.</summary>
    public static ErrorCategory Of(CnnErrorCategory category) => category switch
    {
        CnnErrorCategory.InvalidArgument => ErrorCategory.InvalidArgument,
        CnnErrorCategory.ObjectNotFound => ErrorCategory.ObjectNotFound,
        CnnErrorCategory.InvalidData => ErrorCategory.InvalidData,
        CnnErrorCategory.ResourceUnavailable => ErrorCategory.ResourceUnavailable,
        CnnErrorCategory.OperationFailed => ErrorCategory.InvalidResult,
        _ => ErrorCategory.NotSpecified,
    };
}
