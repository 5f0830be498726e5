using System.Runtime.InteropServices;

namespace CnnTools.Core.Hardware;

/// <summary>
/// Recognizes what went wrong in a native library: it could not be loaded, or libtorch failed in it. .NET reports the first from wherever the library is first
/// needed, often wrapped; TorchSharp throws
/// the second with a trace of C++ frames. Users need the message and an id.
/// </summary>
public static class TorchFailure
{
    /// <summary>The error to show for an exception that a native library is the cause of.</summary>
    /// <param name="exception">What was caught.</param>
    /// <returns>
    /// An error with the id <c>NativeRuntimeMissing</c>, or <c>NativeRuntimeMismatch</c> if a library was found but is not the one that this program was built
    /// for; <c>TorchOutOfMemory</c> or
    /// <c>TorchOperationFailed</c> if libtorch failed; null if the exception has another cause.
    /// </returns>
    public static CnnException? Translate(Exception exception)
    {
        // What the loading itself found out says more.
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is CnnException known) return known;
        if (FindCause(exception) is not { } found) return exception is ExternalException failed && failed.GetType() == typeof(ExternalException) ? OfOperation(failed) : null;
        (string id, string what) = IsMismatch(found) ? ("NativeRuntimeMismatch", "is of another version or for another processor") : ("NativeRuntimeMissing", "cannot be loaded");
        return new CnnException(id, CnnErrorCategory.ResourceUnavailable, $"A library that libtorch is used through {what}: {found.Message}", target: null, exception);
    }

    // TorchSharp throws this very type with libtorch's message, whose first line says what failed; frames of C++ follow.
    private static CnnException OfOperation(ExternalException failed)
    {
        string message = failed.Message.Split('\n', 2)[0].Trim().TrimEnd('.');
        bool isMemory = message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase) || message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);
        return isMemory
            ? new CnnException("TorchOutOfMemory", CnnErrorCategory.ResourceUnavailable, $"Not enough memory: {message}. Use a smaller batch size, smaller images or a smaller network.", null, failed)
            : new CnnException("TorchOperationFailed", CnnErrorCategory.OperationFailed, $"libtorch failed: {message}.", null, failed);
    }

    /// <summary>The exception with the loader's message; null if the exception has another cause.</summary>
    internal static Exception? FindCause(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is EntryPointNotFoundException or BadImageFormatException or DllNotFoundException) return cause;
            // TorchSharp loads its libraries in a type initializer and throws all kinds of exceptions there.
            if (cause is TypeInitializationException { InnerException: { } inner, TypeName: { } type } && type.StartsWith("TorchSharp.", StringComparison.Ordinal)) return FindCause(inner) ?? inner;
        }

        return null;
    }

    /// <summary>True if a library was found, but is of another version or for another processor.</summary>
    internal static bool IsMismatch(Exception cause) =>
        cause is EntryPointNotFoundException or BadImageFormatException || cause.Message.Contains("undefined symbol", StringComparison.Ordinal) || cause.Message.Contains("wrong ELF class", StringComparison.Ordinal);
}
