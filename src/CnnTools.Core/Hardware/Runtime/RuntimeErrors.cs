namespace CnnTools.Core.Hardware.Runtime;

/// <summary>The errors about libtorch itself and its installation, each with its id in one place.</summary>
internal static class RuntimeErrors
{
    private const string MissingId = "NativeRuntimeMissing";
    private const string MismatchId = "NativeRuntimeMismatch";

    /// <summary>libtorch is nowhere.</summary>
    public static CnnException Missing(string programFolder)
    {
        if (LibTorchFiles.SystemName is null)
            return new(MissingId, CnnErrorCategory.ResourceUnavailable, $"There is no libtorch {LibTorchFiles.Version} for this system ({System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}). Expected linux-x64, win-x64, win-arm64 or osx-arm64.");
        return new(MissingId, CnnErrorCategory.ResourceUnavailable, $"libtorch {LibTorchFiles.Version} was not found. Searched: {Searched(programFolder)}. Run: {Command(programFolder)}");
    }

    /// <summary>A variable names a folder without libtorch.</summary>
    public static CnnException NamedMissing(string variable, string folder) => new(
        MissingId, CnnErrorCategory.ResourceUnavailable,
        $"{variable} is '{folder}'. Expected a folder with libtorch {LibTorchFiles.Version}; {(Directory.Exists(folder) ? $"neither it nor its subfolder lib contains {LibTorchFiles.FindMissing(folder)}" : "it does not exist")}. Correct the variable, or remove it to use an installed libtorch.",
        folder);

    /// <summary>A variable names a folder with another libtorch.</summary>
    public static CnnException NamedMismatch(string variable, string folder, string version) => new(
        MismatchId, CnnErrorCategory.ResourceUnavailable,
        $"{variable} names libtorch {version} in '{folder}'. Expected libtorch {LibTorchFiles.Version}. Set the variable to a folder with that version, or remove it to use an installed libtorch.",
        folder);

    /// <summary>A library was found, but cannot be loaded.</summary>
    /// <param name="place">What was found.</param>
    /// <param name="library">The library that failed.</param>
    /// <param name="mismatch">True if it is of another version or for another processor; false if something that it needs is missing.</param>
    /// <param name="loader">The loader's message.</param>
    /// <param name="programFolder">The folder of the assemblies.</param>
    /// <param name="cause">What was thrown.</param>
    public static CnnException NotLoaded(LibTorchPlace place, string library, bool mismatch, string loader, string programFolder, Exception cause)
    {
        string? version = LibTorchFiles.FindVersion(place.Folder);
        mismatch |= version is not null && version != LibTorchFiles.Version;
        // TorchSharp's library comes with the program; all others come with libtorch.
        bool own = !library.StartsWith(place.Folder, StringComparison.Ordinal) || Path.GetFileName(library) == LibTorchPlace.FileName("LibTorchSharp");
        string advice = own ? "Install CnnTools again; if the message names a version of a system library, this system is older than TorchSharp supports."
            : place.Source == "Variable" ? $"Correct {RuntimePlaces.LibraryVariable}, or remove it to use an installed libtorch."
            : $"If a system library is missing, install it; otherwise run: {Command(programFolder, force: true)}";
        string text = $"'{library}' cannot be loaded: {Shorten(loader)}. Expected libtorch {LibTorchFiles.Version}; found {version ?? "an unknown version"} ({place.Variant}) in '{place.Folder}' ({place.Source}). {advice}";
        return new(mismatch ? MismatchId : MissingId, CnnErrorCategory.ResourceUnavailable, text, place.Folder, cause);
    }

    /// <summary>The command that installs libtorch, by which program this is.</summary>
    public static string Command(string programFolder, bool force = false)
    {
        string worker = Path.Combine(programFolder, "CnnTools.Worker.dll");
        return File.Exists(worker) ? $"dotnet \"{worker}\" install-runtime{(force ? " --force" : "")}" : $"Install-CnnRuntime{(force ? " -Force" : "")}";
    }

    public static CnnException Invalid(string message, object? target, Exception? cause = null) => new("RuntimeInvalid", CnnErrorCategory.InvalidData, message, target, cause);

    public static CnnException NotFound(string message, object? target) => new("RuntimeNotFound", CnnErrorCategory.ObjectNotFound, message, target);

    public static CnnException Argument(string message, object? target) => new("RuntimeArgumentInvalid", CnnErrorCategory.InvalidArgument, message, target);

    public static CnnException ChecksumMismatch(string message, object? target, Exception? cause = null) => new("RuntimeChecksumMismatch", CnnErrorCategory.InvalidData, message, target, cause);

    public static CnnException NoSpace(string message, object? target) => new("RuntimeDiskFull", CnnErrorCategory.ResourceUnavailable, message, target);

    public static CnnException NotApplicable(string message) => new("RuntimeNotApplicable", CnnErrorCategory.InvalidArgument, message);

    public static CnnException Failed(string message, object? target, Exception? cause = null) => new("RuntimeInstallFailed", CnnErrorCategory.OperationFailed, message, target, cause);

    // .NET puts general advice before the loader's own message.
    private static string Shorten(string loader)
    {
        const string Advice = "LD_DEBUG environment variable: ";
        int start = loader.IndexOf(Advice, StringComparison.Ordinal);
        return (start < 0 ? loader : loader[(start + Advice.Length)..]).Trim().TrimEnd('.').ReplaceLineEndings(" ");
    }

    private static string Searched(string programFolder) => string.Join(", ", RuntimePlaces.List(programFolder).Select(static place => $"'{place.Path}'"));
}
