namespace CnnTools.Engine.Devices;

/// <summary>
/// Recognises that libtorch could not be loaded. The runtime reports this from wherever a first tensor is made, often wrapped; users need the loader's own words and an id.
/// </summary>
public static class TorchLoadFailure
{
    /// <summary>The error to show for an exception whose cause is a missing or unfitting native library.</summary>
    /// <param name="exception">What was caught.</param>
    /// <returns>
    /// An error with the id <c>NativeRuntimeMissing</c>, or <c>NativeRuntimeMismatch</c> where a library was found but is not the one this build was made for; null where the
    /// exception has another cause.
    /// </returns>
    public static CnnException? Translate(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is EntryPointNotFoundException or BadImageFormatException) return Error("NativeRuntimeMismatch", "was built for another version or processor", cause, exception);
            if (cause is DllNotFoundException) return Error("NativeRuntimeMissing", "cannot be loaded", cause, exception);
            // The TorchSharp package loads its libraries in a type initializer and throws what comes to hand.
            if (cause is TypeInitializationException { InnerException: { } inner, TypeName: { } type } && type.StartsWith("TorchSharp.", StringComparison.Ordinal) && Translate(inner) is null)
                return Error("NativeRuntimeMissing", "cannot be loaded", inner, exception);
        }

        return null;
    }

    private static CnnException Error(string id, string what, Exception cause, Exception exception) => new(
        id, CnnErrorCategory.ResourceUnavailable, $"libtorch, or the library that reaches it, {what}. {cause.Message}", target: null, exception);
}
