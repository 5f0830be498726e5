namespace CnnTools.Torch;

/// <summary>libtorch, or the library that reaches it, could not be loaded. The message says what was tried, what the loader answered and what to do.</summary>
public sealed class LibTorchLoadException : DllNotFoundException
{
    internal LibTorchLoadException(string message, IReadOnlyList<string> pathsTried, string loaderError, string versionFound, string versionNeeded)
        : base(message)
    {
        PathsTried = pathsTried;
        LoaderError = loaderError;
        VersionFound = versionFound;
        VersionNeeded = versionNeeded;
    }

    /// <summary>The files that were tried, in order.</summary>
    public IReadOnlyList<string> PathsTried { get; }

    /// <summary>What the system's loader said of the file that was there, empty if none was.</summary>
    public string LoaderError { get; }

    /// <summary>Version of the libtorch that was found, empty if none was.</summary>
    public string VersionFound { get; }

    /// <summary>Version of the libtorch that the library was built against, empty if not known.</summary>
    public string VersionNeeded { get; }
}
