namespace CnnTools;

/// <summary>What kind of mistake an error is; front ends map it to their own categories.</summary>
public enum CnnErrorCategory
{
    /// <summary>An option's value cannot be used.</summary>
    InvalidArgument,

    /// <summary>A file, dataset, network or device that was named does not exist.</summary>
    ObjectNotFound,

    /// <summary>A file's content is not what it should be.</summary>
    InvalidData,

    /// <summary>Something the machine should offer is missing: a library, a GPU, a network connection.</summary>
    ResourceUnavailable,

    /// <summary>The work itself failed, for instance a training that diverged.</summary>
    OperationFailed,
}

/// <summary>An error a user can act on. The message says what was expected, what was found and what to do.</summary>
public sealed class CnnException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="errorId">A stable name in PascalCase, for instance <c>DatasetNotFound</c>.</param>
    /// <param name="category">The kind of mistake.</param>
    /// <param name="message">Expected, found, what to do.</param>
    /// <param name="target">The value, path or name that the error is about.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CnnException(string errorId, CnnErrorCategory category, string message, object? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Category = category;
        Target = target;
    }

    /// <summary>The stable name of the error.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of mistake.</summary>
    public CnnErrorCategory Category { get; }

    /// <summary>The value, path or name that the error is about; may be null.</summary>
    public object? Target { get; }
}
