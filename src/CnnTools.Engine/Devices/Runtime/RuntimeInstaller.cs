using CnnTools.Engine.Datasets;

namespace CnnTools.Engine.Devices.Runtime;

/// <summary>
/// Installs the native library for a libtorch of the user's choice: an archive is checked and unpacked into a cache of this user, the library is built against it from the
/// sources that come with the program, and put where the loader looks before it looks beside the program.
/// </summary>
public sealed class RuntimeInstaller
{
    private readonly string _sources;
    private readonly Action<DatasetProgress>? _progress;
    private readonly Action<string>? _message;

    /// <summary>Prepares; touches nothing.</summary>
    /// <param name="sources">The folder of the native sources that come with the program.</param>
    /// <param name="progress">Gets how far downloads and archives are.</param>
    /// <param name="message">Gets what the tools print.</param>
    public RuntimeInstaller(string sources, Action<DatasetProgress>? progress, Action<string>? message) => (_sources, _progress, _message) = (sources, progress, message);

    /// <summary>The network; null takes the machine's.</summary>
    internal HttpMessageHandler? Http { get; init; }

    /// <summary>Checks what can be checked before anything is written, and says in a sentence without its full stop what would be done.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="cancellation">Stops the check of an archive.</param>
    /// <exception cref="CnnException">
    /// <c>RuntimeNotApplicable</c>, <c>RuntimeArgumentInvalid</c>, <c>RuntimeExists</c>, <c>RuntimeNotFound</c>, <c>RuntimeInvalid</c>, <c>RuntimeChecksumMismatch</c>.
    /// </exception>
    public string Plan(CnnRuntimeOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!File.Exists(Path.Combine(_sources, "CMakeLists.txt")))
            throw new CnnException("RuntimeNotApplicable", CnnErrorCategory.InvalidArgument, $"Expected the native sources in {_sources}; they are not there. This build of CnnTools brings its own libtorch (the TorchSharp package), and there is nothing to install.", _sources);
        if (options.Path is not null && options.Uri is not null) throw RuntimeErrors.Argument("Expected Path or Uri; found both. Leave one out.", options.Uri);
        if (options.Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))) throw RuntimeErrors.Argument($"Sha256: expected 64 hexadecimal digits; found '{hash}'.", hash);
        if (options.Uri is not null && options.Sha256 is null) throw RuntimeErrors.Argument("Uri: expected the SHA-256 of the archive as well, from a source you trust; found none. What is downloaded is compiled against and loaded.", options.Uri);
        if (options.Uri is { } uri && !(uri.IsAbsoluteUri && uri.Scheme is "https" or "http")) throw RuntimeErrors.Argument($"Uri: expected an address that begins with https:// or http://; found '{uri}'.", uri);
        if (!options.Force && Directory.Exists(RuntimePlaces.Installed)) throw RuntimeErrors.Exists($"A native library is installed in {RuntimePlaces.Installed} already. Say -Force to replace it.", RuntimePlaces.Installed);

        if (options.Sha256 is not null && options.Path is null && Directory.Exists(Unpacked(options.Sha256))) return $"Build the native library against {Unpacked(options.Sha256)}, which was unpacked from that archive before, and install it in {RuntimePlaces.Installed}";
        if (options.Uri is not null) return $"Download {options.Uri}, build the native library against it and install it in {RuntimePlaces.Installed}";
        if (options.Path is null) return $"Build the native library against the system's libtorch and install it in {RuntimePlaces.Installed}";
        if (Directory.Exists(options.Path))
        {
            if (options.Sha256 is not null) throw RuntimeErrors.Argument($"Sha256: expected an archive to check; {options.Path} is a folder. Leave -Sha256 out.", options.Path);
            LibTorchFolder folder = LibTorchFolder.Find(options.Path);
            return $"Build the native library against libtorch {folder.Version} in {folder.Path} and install it in {RuntimePlaces.Installed}";
        }

        if (!File.Exists(options.Path)) throw RuntimeErrors.NotFound($"Path: expected a folder or an archive of libtorch at {options.Path}; there is none.", options.Path);
        if (options.Sha256 is not null) LibTorchArchive.Check(options.Path, options.Sha256, LibTorchArchive.Hash(options.Path, _progress, cancellation));
        return $"Unpack {options.Path} below {RuntimePlaces.Root}, build the native library against it and install it in {RuntimePlaces.Installed}";
    }

    /// <summary>Installs. What was installed before stays until the new library is finished.</summary>
    /// <param name="options">What is asked; see <see cref="Plan"/>, which has to be called before.</param>
    /// <param name="cancellation">Stops downloads and tools.</param>
    /// <returns>What is installed now.</returns>
    /// <exception cref="CnnException">As <see cref="Plan"/>, and <c>RuntimeToolMissing</c>, <c>RuntimeInstallFailed</c>.</exception>
    public CnnRuntimeInfo Install(CnnRuntimeOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        Directory.CreateDirectory(RuntimePlaces.Root);
        string work = Path.Combine(RuntimePlaces.Root, $".work-{Environment.ProcessId}");
        Remove(work);
        Directory.CreateDirectory(work);
        try
        {
            string? libTorch = LibTorch(options, work, cancellation);
            string built = NativeBuild.Run(_sources, Path.Combine(work, "build"), libTorch, _message, cancellation);
            string staged = Directory.CreateDirectory(Path.Combine(work, "library")).FullName;
            foreach (string file in (string[])[RuntimePlaces.FileName, "libcnntorch.build"]) File.Copy(Path.Combine(built, file), Path.Combine(staged, file));
            Remove(RuntimePlaces.Installed);
            Directory.Move(staged, RuntimePlaces.Installed);
        }
        finally
        {
            Remove(work);
        }

        return RuntimePlaces.Describe("Installed", Path.Combine(RuntimePlaces.Installed, RuntimePlaces.FileName), inUse: true);
    }

    /// <summary>The folder of the libtorch to build against: the one named, or the one unpacked from an archive; null for the system's.</summary>
    private string? LibTorch(CnnRuntimeOptions options, string work, CancellationToken cancellation)
    {
        if (options.Path is { } folder && Directory.Exists(folder)) return LibTorchFolder.Find(folder).Path;
        if (options.Uri is null && options.Path is null) return null;
        string? expected = options.Sha256?.ToLowerInvariant();
        if (options.Uri is not null && Directory.Exists(Unpacked(expected!))) return LibTorchFolder.Find(Unpacked(expected!)).Path;

        string archive = options.Path ?? Path.Combine(RuntimePlaces.Root, $"download-{expected![..16]}.part");
        if (options.Uri is { } uri) LibTorchDownload.Run(uri, archive, Http, _progress, cancellation);
        string hash = LibTorchArchive.Hash(archive, _progress, cancellation);
        try
        {
            LibTorchArchive.Check(options.Uri?.ToString() ?? archive, expected, hash);
        }
        catch (CnnException) when (options.Uri is not null)
        {
            // Nothing can be made of it, and the next download must not go on from it.
            File.Delete(archive);
            throw;
        }

        // By its hash: the same archive is unpacked once, and another one never lies in its place.
        string target = Unpacked(hash);
        if (!Directory.Exists(target))
        {
            string unpacked = Path.Combine(work, "libtorch");
            try
            {
                LibTorchArchive.Unpack(archive, unpacked, _progress, cancellation);
                LibTorchFolder.Find(unpacked, options.Uri?.ToString() ?? archive);
            }
            catch (CnnException) when (options.Uri is not null)
            {
                // The right file, but none to build against: another address is needed.
                File.Delete(archive);
                throw;
            }

            Directory.Move(unpacked, target);
        }

        if (options.Uri is not null) File.Delete(archive);
        return LibTorchFolder.Find(target).Path;
    }

    private static string Unpacked(string hash) => Path.Combine(RuntimePlaces.Root, $"libtorch-{hash[..16].ToLowerInvariant()}");

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
