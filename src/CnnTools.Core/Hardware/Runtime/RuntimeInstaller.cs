using System.Collections.Concurrent;
using CnnTools.Core.Progress;

namespace CnnTools.Core.Hardware.Runtime;

/// <summary>
/// Installs libtorch into a folder of the user: from NuGet packages, or from an unpacked libtorch. Everything is prepared in a folder beside the target and
/// renamed when it is complete, so that an
/// installation is there as a whole or not at all. A process that is killed leaves its downloads, which the next run continues, and a work folder, which the
/// next run deletes.
/// </summary>
/// <param name="progress">Receives the progress of downloads and unpacking, in bytes, on the caller's thread.</param>
/// <param name="message">Receives details, on the caller's thread.</param>
public sealed class RuntimeInstaller(Action<DatasetProgress>? progress, Action<string>? message)
{
    private const string WorkPrefix = ".work-";

    // What libtorch has been seen to take, unpacked, for each byte of its packages. The exact sum is checked before unpacking.
    private const int TypicalExpansion = 3;

    private readonly ConcurrentQueue<string> _messages = new();
    private DatasetProgress? _progress;

    /// <summary>NuGet's configuration files in this folder and above it count, as for <c>dotnet restore</c>.</summary>
    public string ConfigurationFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>The folder of the program, which may have a libtorch beside it.</summary>
    public string ProgramFolder { get; init; } = RuntimePlaces.ProgramFolder;

    /// <summary>Free bytes where a folder lies.</summary>
    internal Func<string, long> FreeBytes { get; init; } = FindFreeBytes;

    /// <summary>What is there already, so that there is nothing to install.</summary>
    /// <param name="options">What is asked for.</param>
    /// <returns>Null if there is something to install.</returns>
    public CnnRuntimeInfo? FindAvailable(CnnRuntimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Force || options.Path is not null) return null;
        string installed = RuntimePlaces.Installed(VariantOf(options));
        if (options.Source is not null) return LibTorchFiles.IsComplete(installed) ? RuntimePlaces.Describe("Installed", installed, RuntimePlaces.Find(ProgramFolder)?.Folder == installed) : null;
        // A libtorch with CUDA computes on the CPU, too.
        return RuntimePlaces.Find(ProgramFolder) is { } place && (!options.Cuda || place.Variant == LibTorchPlace.Cuda) ? RuntimePlaces.Describe(place.Source, place.Folder, inUse: true) : null;
    }

    /// <summary>Checks what can be checked before anything is written, and says what would be done, without a full stop.</summary>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="CnnException"><c>RuntimeNotApplicable</c>, <c>RuntimeArgumentInvalid</c>, <c>RuntimeNotFound</c> or <c>RuntimeInvalid</c>.</exception>
    public static string Plan(CnnRuntimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (LibTorchFiles.SystemName is not { } system)
            throw RuntimeErrors.NotApplicable($"There is no libtorch {LibTorchFiles.Version} for this system ({System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}). Expected linux-x64, win-x64, win-arm64 or osx-arm64.");
        if (options.Cuda && !LibTorchFiles.SystemHasCuda) throw RuntimeErrors.NotApplicable($"There is no libtorch with CUDA for {system}. Expected linux-x64 or win-x64. Install the variant for the CPU.");
        if (options.Path is not null && options.Source is not null) throw RuntimeErrors.Argument("Path and Source exclude each other. Remove one of them.", options.Source);
        string target = RuntimePlaces.Installed(VariantOf(options));
        if (options.Path is { } path)
        {
            (string libraries, string version) = FindUnpacked(path, options.Cuda);
            target = RuntimePlaces.Installed(LibTorchFiles.FindVariant(libraries));
            return $"Copy libtorch {version} from '{libraries}' to '{target}'";
        }

        string origin = options.Source ?? "the configured package sources";
        return $"Install the package {PackageOf(options, system)} {LibTorchFiles.Version} from {origin} in '{target}'";
    }

    /// <summary>Installs. What was installed before stays until the new one is complete.</summary>
    /// <param name="options">What is asked for; see <see cref="Plan"/>, which has to be called before.</param>
    /// <param name="cancellation">Stops it; downloads are kept.</param>
    /// <returns>What is installed now.</returns>
    /// <exception cref="CnnException">As <see cref="Plan"/>, and <c>RuntimeInstallFailed</c>, <c>RuntimeChecksumMismatch</c>,
    /// <c>RuntimeDiskFull</c>.</exception>
    public CnnRuntimeInfo Install(CnnRuntimeOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        // PowerShell takes progress on the pipeline's thread only, and NuGet's client reports on any.
        Task<CnnRuntimeInfo> work = Task.Run(() => InstallAsync(options, cancellation), CancellationToken.None);
        while (!work.IsCompleted)
        {
            Task.WaitAny([work], millisecondsTimeout: 100, CancellationToken.None);
            // A pipeline that is being stopped accepts no more output.
            if (!cancellation.IsCancellationRequested) Report();
        }

        return work.GetAwaiter().GetResult();
    }

    private void Report()
    {
        while (_messages.TryDequeue(out string? text)) message?.Invoke(text);
        DatasetProgress? latest;
        lock (_messages) (latest, _progress) = (_progress, null);
        if (latest is { } shown) progress?.Invoke(shown);
    }

    private void Show(DatasetProgress latest)
    {
        lock (_messages) _progress = latest;
    }

    private async Task<CnnRuntimeInfo> InstallAsync(CnnRuntimeOptions options, CancellationToken cancellation)
    {
        string root = Directory.CreateDirectory(RuntimePlaces.Root).FullName;
        using IDisposable alone = await InstallLock.TakeAsync(root, _messages.Enqueue, cancellation).ConfigureAwait(false);
        // Another process may have done it meanwhile.
        if (FindAvailable(options) is { } available) return available;
        foreach (string left in Directory.EnumerateDirectories(root, WorkPrefix + "*")) Directory.Delete(left, recursive: true);
        string work = Directory.CreateDirectory(Path.Combine(root, $"{WorkPrefix}{Environment.ProcessId}")).FullName;
        try
        {
            string staged = Directory.CreateDirectory(Path.Combine(work, "libtorch")).FullName;
            string variant = options.Path is { } path ? Copy(path, options.Cuda, staged, cancellation) : await UnpackAsync(options, root, staged, cancellation).ConfigureAwait(false);
            if (LibTorchFiles.FindMissing(staged) is { } missing) throw RuntimeErrors.Invalid($"Expected {missing} among libtorch's libraries; it is missing. Use another source.", options.Source ?? options.Path);
            if (LibTorchFiles.FindVariant(staged) != variant) throw RuntimeErrors.Invalid($"Expected libtorch for {variant}; found {LibTorchFiles.FindVariant(staged)}. Use another source.", options.Source ?? options.Path);
            await File.WriteAllTextAsync(Path.Combine(staged, LibTorchFiles.VersionFile), $"{LibTorchFiles.Version}+{variant}\n", cancellation).ConfigureAwait(false);
            return Replace(RuntimePlaces.Installed(variant), staged, Path.Combine(work, "former"));
        }
        finally
        {
            Remove(work);
        }
    }

    private static CnnRuntimeInfo Replace(string target, string staged, string former)
    {
        try
        {
            if (Directory.Exists(target)) Directory.Move(target, former);
            Directory.Move(staged, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && Directory.Exists(target))
        {
            throw RuntimeErrors.Failed($"'{target}' cannot be replaced: {error.Message} Close the programs that use it and run the command again.", target, error);
        }

        return RuntimePlaces.Describe("Installed", target, inUse: true);
    }

    /// <summary>Downloads, checks and unpacks packages.</summary>
    private async Task<string> UnpackAsync(CnnRuntimeOptions options, string root, string staged, CancellationToken cancellation)
    {
        string system = LibTorchFiles.SystemName!, head = PackageOf(options, system);
        string downloads = Directory.CreateDirectory(Path.Combine(root, "downloads")).FullName;
        using PackageFeeds feeds = PackageFeeds.Open(options.Source, ConfigurationFolder, _messages.Enqueue);
        FoundPackage first = await feeds.FindAsync(head, cancellation).ConfigureAwait(false);
        RequireSpace(root, (first.LocalPath is null ? first.Bytes ?? 0 : 0) + (first.Bytes ?? 0) * TypicalExpansion);
        var packages = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [head] = await DownloadAsync(feeds, first, downloads, 0, first.Bytes, cancellation).ConfigureAwait(false) };

        var parts = new List<FoundPackage>();
        foreach (string id in PackageFeeds.FindParts(head, packages[head])) parts.Add(await feeds.FindAsync(id, cancellation).ConfigureAwait(false));
        long? total = parts.TrueForAll(static part => part.Bytes is not null) ? parts.Sum(static part => part.Bytes!.Value) : null;
        if (total is { } bytes) RequireSpace(root, (parts.Exists(static part => part.LocalPath is null) ? bytes : 0) + bytes * TypicalExpansion);
        long done = 0;
        foreach (FoundPackage part in parts)
        {
            packages[part.Id] = await DownloadAsync(feeds, part, downloads, done, total, cancellation).ConfigureAwait(false);
            done += part.Bytes ?? 0;
        }

        var unpacker = new LibTorchUnpacker(system, Show);
        RequireSpace(root, unpacker.CountBytes(packages));
        unpacker.Unpack(packages, staged, cancellation);
        foreach (string package in packages.Values.Where(path => Path.GetDirectoryName(path) == downloads)) File.Delete(package);
        return VariantOf(options);
    }

    private async Task<string> DownloadAsync(PackageFeeds feeds, FoundPackage package, string downloads, long before, long? total, CancellationToken cancellation)
    {
        _messages.Enqueue($"{package.Id} {LibTorchFiles.Version} from {package.Repository.PackageSource.Source}{(package.Bytes is { } bytes ? $", {bytes:N0} bytes" : "")}.");
        return await feeds.DownloadAsync(package, downloads, (done, size) => Show(new DatasetProgress("Downloading libtorch", package.Id, before + done, total ?? size)), cancellation).ConfigureAwait(false);
    }

    /// <summary>Copies the libraries of an unpacked libtorch.</summary>
    private string Copy(string path, bool cuda, string staged, CancellationToken cancellation)
    {
        (string libraries, _) = FindUnpacked(path, cuda);
        string variant = LibTorchFiles.FindVariant(libraries);
        List<FileInfo> files = [.. new DirectoryInfo(libraries).EnumerateFiles().Where(static file => IsLibrary(file.Name) && LibTorchFiles.IsNeeded(file.Name))];
        long total = files.Sum(static file => file.Length), done = 0;
        RequireSpace(staged, total);
        foreach (FileInfo file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            Show(new DatasetProgress("Copying libtorch", file.Name, done, total));
            file.CopyTo(Path.Combine(staged, file.Name));
            done += file.Length;
        }

        foreach (string folder in new[] { libraries, Path.GetDirectoryName(libraries)! })
            foreach (FileInfo license in new DirectoryInfo(folder).EnumerateFiles().Where(static file => file.Name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || file.Name.StartsWith("NOTICE", StringComparison.OrdinalIgnoreCase)))
                license.CopyTo(Path.Combine(staged, license.Name), overwrite: true);
        return variant;
    }

    private static (string Libraries, string Version) FindUnpacked(string path, bool cuda)
    {
        if (!Directory.Exists(path)) throw RuntimeErrors.NotFound($"Path '{path}': expected a folder with an unpacked libtorch {LibTorchFiles.Version}; it does not exist. Correct the path.", path);
        string folder = Path.GetFullPath(path);
        string libraries = LibTorchFiles.FindLibraries(folder) ?? LibTorchFiles.FindLibraries(Path.Combine(folder, "libtorch")) ?? LibTorchFiles.FindLibraries(Path.Combine(folder, "torch"))
            ?? throw RuntimeErrors.Invalid($"Path '{path}': expected an unpacked libtorch; neither it nor its subfolder lib contains {LibTorchFiles.FindMissing(folder)}. Specify the folder of the libraries, or the folder above it.", path);
        string version = LibTorchFiles.FindVersion(libraries) ?? throw RuntimeErrors.Invalid($"Path '{path}': expected the version in a file {LibTorchFiles.VersionFile}, as libtorch's archives have it; found none. Create the file with the text {LibTorchFiles.Version} if the folder holds that version.", path);
        if (version != LibTorchFiles.Version) throw RuntimeErrors.Invalid($"Path '{path}': expected libtorch {LibTorchFiles.Version}; found {version}. Specify a folder with that version.", path);
        if (cuda && LibTorchFiles.FindVariant(libraries) == LibTorchPlace.Cpu) throw RuntimeErrors.Invalid($"Path '{path}': expected a libtorch with CUDA; it contains no {LibTorchPlace.FileName("torch_cuda")}. Specify another folder.", path);
        return (libraries, version);
    }

    private static long FindFreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // A share of a network, which Windows tells nothing about. Writing finds out.
            return long.MaxValue;
        }
    }

    private void RequireSpace(string folder, long bytes)
    {
        if (FreeBytes(folder) is var free && free < bytes)
            throw RuntimeErrors.NoSpace($"Not enough space for libtorch in '{RuntimePlaces.Root}': expected {Megabytes(bytes)} MB free; found {Megabytes(free)} MB. Free some space, or set {RuntimePlaces.FolderVariable} to a folder on another disk.", RuntimePlaces.Root);
    }

    private static string Megabytes(long bytes) => (bytes / 1_000_000).ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsLibrary(string name) => OperatingSystem.IsWindows() ? name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) : OperatingSystem.IsMacOS() ? name.EndsWith(".dylib", StringComparison.Ordinal) : name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal);

    private static string PackageOf(CnnRuntimeOptions options, string system) => $"libtorch-{VariantOf(options)}-{system}";

    private static string VariantOf(CnnRuntimeOptions options) => options.Cuda ? LibTorchPlace.Cuda : LibTorchPlace.Cpu;

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A former libtorch that a program still uses; the next run deletes it.
        }
    }
}
