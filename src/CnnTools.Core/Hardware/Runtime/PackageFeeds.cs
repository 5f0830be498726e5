using System.Text.Json;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Packaging.Signing;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace CnnTools.Core.Hardware.Runtime;

/// <summary>A package in a source.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Repository">The source.</param>
/// <param name="LocalPath">Its file, if the source is a folder.</param>
/// <param name="Address">Where it is downloaded from with ranges; null if the source only gives it whole.</param>
/// <param name="Bytes">Its size; null if the source does not tell.</param>
internal sealed record FoundPackage(string Id, SourceRepository Repository, string? LocalPath, Uri? Address, long? Bytes);

/// <summary>
/// The machine's package sources, read by NuGet's own client: its configuration, credentials, proxies, package source mapping and signature checks hold.
/// </summary>
internal sealed class PackageFeeds : IDisposable
{
    private const string SignatureVariable = "DOTNET_NUGET_SIGNATURE_VERIFICATION";

    private static readonly NuGetVersion s_version = NuGetVersion.Parse(LibTorchFiles.Version);

    private readonly ISettings _settings;
    private readonly IReadOnlyList<SourceRepository> _repositories;
    private readonly PackageSourceMapping? _mapping;
    private readonly ILogger _log;
    private readonly SourceCacheContext _cache = new() { NoCache = true, DirectDownload = true };

    private PackageFeeds(ISettings settings, IReadOnlyList<PackageSource> sources, PackageSourceMapping? mapping, ILogger log)
    {
        (_settings, _mapping, _log) = (settings, mapping, log);
        _repositories = [.. sources.Select(static source => Repository.Factory.GetCoreV3(source))];
    }

    /// <summary>Reads the configuration; asks no source yet.</summary>
    /// <param name="source">A folder, or the name or address of a feed; null for the configured sources.</param>
    /// <param name="folder">Configuration files in this folder and above it count, as for <c>dotnet restore</c>.</param>
    /// <param name="log">Receives what NuGet logs.</param>
    /// <exception cref="CnnException"><c>RuntimeArgumentInvalid</c>: the source is neither.</exception>
    public static PackageFeeds Open(string? source, string folder, Action<string>? log)
    {
        var logger = new Logger(log);
        try
        {
            ISettings settings = Settings.LoadDefaultSettings(folder);
            List<PackageSource> configured = [.. new PackageSourceProvider(settings).LoadPackageSources().Where(static known => known.IsEnabled)];
            if (source is null) return new PackageFeeds(settings, configured, PackageSourceMapping.GetPackageSourceMapping(settings), logger);
            // A configured source keeps its credentials.
            PackageSource chosen = configured.FirstOrDefault(known => known.Name.Equals(source, StringComparison.OrdinalIgnoreCase) || known.Source.Equals(source, StringComparison.OrdinalIgnoreCase))
                ?? (Directory.Exists(source) ? new PackageSource(Path.GetFullPath(source)) : null)
                ?? (Uri.TryCreate(source, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" ? new PackageSource(source) : null)
                ?? throw RuntimeErrors.Argument($"Source '{source}': expected an existing folder, the address of a feed, or the name of a configured source ({string.Join(", ", configured.Select(static known => known.Name))}). Correct it, or leave it out to use the configured sources.", source);
            return new PackageFeeds(settings, [chosen], mapping: null, logger);
        }
        catch (NuGetConfigurationException error)
        {
            throw RuntimeErrors.Failed($"NuGet's configuration cannot be read: {error.Message} Correct the file.", folder, error);
        }
    }

    /// <summary>Finds a package.</summary>
    /// <exception cref="CnnException"><c>RuntimeNotFound</c>: no source has it; <c>RuntimeInstallFailed</c>: no source has it, and one did not
    /// answer.</exception>
    public async Task<FoundPackage> FindAsync(string id, CancellationToken cancellation)
    {
        IReadOnlyList<string>? mapped = _mapping is { IsEnabled: true } mapping ? mapping.GetConfiguredPackageSources(id) : null;
        List<SourceRepository> asked = [.. _repositories.Where(repository => mapped?.Contains(repository.PackageSource.Name, StringComparer.OrdinalIgnoreCase) ?? true)];
        var failures = new List<string>();
        foreach (SourceRepository repository in asked)
        {
            PackageSource source = repository.PackageSource;
            if (source.IsHttp && !source.IsHttps && !source.AllowInsecureConnections)
            {
                failures.Add($"{source.Source}: the connection is not encrypted; use https, or set allowInsecureConnections for it in NuGet.Config.");
                continue;
            }

            try
            {
                if (await FindInAsync(repository, id, cancellation).ConfigureAwait(false) is { } found) return found;
            }
            catch (Exception error) when (error is FatalProtocolException or HttpRequestException or IOException or UnauthorizedAccessException)
            {
                failures.Add($"{source.Source}: {error.GetBaseException().Message}");
            }
        }

        string names = asked.Count == 0 ? "none is configured" : string.Join(", ", asked.Select(static repository => repository.PackageSource.Source));
        string text = $"The package {id} {LibTorchFiles.Version} was not found. Package sources: {names}.";
        if (failures.Count > 0) throw RuntimeErrors.Failed($"{text} {string.Join(" ", failures)} Check the connection, or name another source.", id);
        throw RuntimeErrors.NotFound($"{text} Add a source that has it to NuGet.Config, or name one.", id);
    }

    /// <summary>Downloads a package, from where a former download ended if the source can, and checks it against the feed's hash and its signature.</summary>
    /// <param name="package">The package.</param>
    /// <param name="folder">Folder of downloads; what has arrived stays there.</param>
    /// <param name="progress">Receives the bytes so far and all bytes.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <returns>Path of the package.</returns>
    /// <exception cref="CnnException"><c>RuntimeInstallFailed</c> or <c>RuntimeChecksumMismatch</c>.</exception>
    public async Task<string> DownloadAsync(FoundPackage package, string folder, Action<long, long?> progress, CancellationToken cancellation)
    {
        if (package.LocalPath is { } local)
        {
            await VerifyAsync(package, local, cancellation).ConfigureAwait(false);
            return local;
        }

        // Another source may have another file of that name: it is not continued.
        string source = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(package.Repository.PackageSource.Source)))[..8];
        string target = Path.Combine(folder, $"{package.Id}.{LibTorchFiles.Version}.{source}.nupkg"), part = target + ".part";
        if (!File.Exists(target))
        {
            if (package.Address is { } address)
            {
                HttpSourceResource http = await ResourceAsync<HttpSourceResource>(package.Repository, cancellation).ConfigureAwait(false);
                await new PackageDownload(http.HttpSource, _cache, _log).RunAsync(address, part, progress, cancellation).ConfigureAwait(false);
            }
            else
            {
                await CopyAsync(package, part, cancellation).ConfigureAwait(false);
            }
        }

        string arrived = File.Exists(target) ? target : part;
        try
        {
            if (await FindHashAsync(package, cancellation).ConfigureAwait(false) is { } expected) await CheckHashAsync(package, arrived, expected, cancellation).ConfigureAwait(false);
            await VerifyAsync(package, arrived, cancellation).ConfigureAwait(false);
        }
        catch (CnnException)
        {
            // It must not be continued or used.
            File.Delete(arrived);
            throw;
        }

        if (arrived == part) File.Move(part, target);
        return target;
    }

    /// <summary>The ids of the packages that a package consists of.</summary>
    public static IReadOnlyList<string> FindParts(string id, string path)
    {
        using var reader = new PackageArchiveReader(path);
        return [.. reader.GetPackageDependencies().SelectMany(static group => group.Packages).Select(static package => package.Id).Where(part => part.StartsWith(id + "-part", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private async Task<FoundPackage?> FindInAsync(SourceRepository repository, string id, CancellationToken cancellation)
    {
        if (repository.PackageSource.IsLocal)
        {
            FindLocalPackagesResource folder = await ResourceAsync<FindLocalPackagesResource>(repository, cancellation).ConfigureAwait(false);
            LocalPackageInfo? local = folder.GetPackage(new PackageIdentity(id, s_version), _log, cancellation);
            return local is null ? null : new FoundPackage(id, repository, local.Path, null, new FileInfo(local.Path).Length);
        }

        FindPackageByIdResource byId = await ResourceAsync<FindPackageByIdResource>(repository, cancellation).ConfigureAwait(false);
        if (!await byId.DoesPackageExistAsync(id, s_version, _cache, _log, cancellation).ConfigureAwait(false)) return null;
        ServiceIndexResourceV3? index = await repository.GetResourceAsync<ServiceIndexResourceV3>(cancellation).ConfigureAwait(false);
        if (index?.GetServiceEntryUri(ServiceTypes.PackageBaseAddress) is not { } root) return new FoundPackage(id, repository, null, null, null);
        // Service index → the address that the protocol's documentation gives.
        string lower = id.ToLowerInvariant(), version = s_version.ToNormalizedString().ToLowerInvariant();
        var address = new Uri(root.AbsoluteUri.TrimEnd('/') + $"/{lower}/{version}/{lower}.{version}.nupkg");
        HttpSourceResource http = await ResourceAsync<HttpSourceResource>(repository, cancellation).ConfigureAwait(false);
        long? bytes = await http.HttpSource.ProcessResponseAsync(
            new HttpSourceRequest(() => new HttpRequestMessage(HttpMethod.Head, address)), static response => Task.FromResult(response.IsSuccessStatusCode ? response.Content.Headers.ContentLength : null), _cache, _log, cancellation).ConfigureAwait(false);
        return new FoundPackage(id, repository, null, address, bytes);
    }

    private static async Task<T> ResourceAsync<T>(SourceRepository repository, CancellationToken cancellation) where T : class, INuGetResource =>
        await repository.GetResourceAsync<T>(cancellation).ConfigureAwait(false) ?? throw new FatalProtocolException($"{repository.PackageSource.Source} does not offer {typeof(T).Name}.");

    private async Task CopyAsync(FoundPackage package, string target, CancellationToken cancellation)
    {
        try
        {
            FindPackageByIdResource byId = await ResourceAsync<FindPackageByIdResource>(package.Repository, cancellation).ConfigureAwait(false);
            using var file = new FileStream(target, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            if (!await byId.CopyNupkgToStreamAsync(package.Id, s_version, file, _cache, _log, cancellation).ConfigureAwait(false)) throw new IOException("The source does not deliver it.");
        }
        catch (Exception error) when (error is FatalProtocolException or HttpRequestException or IOException)
        {
            throw RuntimeErrors.Failed($"{package.Id} could not be downloaded from {package.Repository.PackageSource.Source}: {error.GetBaseException().Message} Run the command again, or name another source.", package.Id, error);
        }
    }

    // The catalog entry of a registration holds the hash. Many feeds have none, and NuGet itself does not ask for it.
    private async Task<byte[]?> FindHashAsync(FoundPackage package, CancellationToken cancellation)
    {
        try
        {
            ServiceIndexResourceV3? index = await package.Repository.GetResourceAsync<ServiceIndexResourceV3>(cancellation).ConfigureAwait(false);
            if (index?.GetServiceEntryUri(ServiceTypes.RegistrationsBaseUrl) is not { } root) return null;
            HttpSource http = (await ResourceAsync<HttpSourceResource>(package.Repository, cancellation).ConfigureAwait(false)).HttpSource;
            JsonElement? entry = await ReadJsonAsync(http, new Uri(root.AbsoluteUri.TrimEnd('/') + $"/{package.Id.ToLowerInvariant()}/{LibTorchFiles.Version}.json"), cancellation).ConfigureAwait(false);
            if (entry is null || !entry.Value.TryGetProperty("catalogEntry", out JsonElement catalog)) return null;
            if (catalog.ValueKind == JsonValueKind.String && await ReadJsonAsync(http, new Uri(catalog.GetString()!), cancellation).ConfigureAwait(false) is { } read) catalog = read;
            if (catalog.ValueKind != JsonValueKind.Object || !catalog.TryGetProperty("packageHash", out JsonElement hash) || !catalog.TryGetProperty("packageHashAlgorithm", out JsonElement algorithm)) return null;
            return algorithm.GetString() == "SHA512" ? Convert.FromBase64String(hash.GetString() ?? "") : null;
        }
        catch (Exception error) when (error is FatalProtocolException or HttpRequestException or IOException or JsonException or FormatException or UriFormatException or InvalidOperationException)
        {
            _log.LogInformation($"{package.Id}: the feed gives no hash. {error.Message}");
            return null;
        }
    }

    private async Task<JsonElement?> ReadJsonAsync(HttpSource http, Uri address, CancellationToken cancellation) => await http.ProcessStreamAsync<JsonElement?>(
        new HttpSourceRequest(address.AbsoluteUri, _log) { IgnoreNotFounds = true },
        async stream => stream is null ? null : (await JsonDocument.ParseAsync(stream, cancellationToken: cancellation).ConfigureAwait(false)).RootElement, _cache, _log, cancellation).ConfigureAwait(false);

    private static async Task CheckHashAsync(FoundPackage package, string path, byte[] expected, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        byte[] found = await System.Security.Cryptography.SHA512.HashDataAsync(file, cancellation).ConfigureAwait(false);
        if (!found.AsSpan().SequenceEqual(expected))
            throw RuntimeErrors.ChecksumMismatch($"{package.Id}: expected the SHA-512 {Convert.ToBase64String(expected)}, which {package.Repository.PackageSource.Source} publishes; found {Convert.ToBase64String(found)}. The file was deleted. Run the command again, or name another source.", package.Id);
    }

    // NuGet checks signatures as part of an extraction; the description alone is extracted.
    private async Task VerifyAsync(FoundPackage package, string path, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("cnntools-package-").FullName;
        bool switched = OperatingSystem.IsLinux() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SignatureVariable));
        try
        {
            // On Linux the library checks nothing unless told to; dotnet tells it, and so does this.
            if (switched) Environment.SetEnvironmentVariable(SignatureVariable, "true");
            X509TrustStore.InitializeForDotNetSdk(_log);
            using FileStream stream = File.OpenRead(path);
            var context = new PackageExtractionContext(PackageSaveMode.Nuspec, XmlDocFileSaveMode.Skip, ClientPolicyContext.GetClientPolicy(_settings, _log), _log);
            await PackageExtractor.ExtractPackageAsync(package.Repository.PackageSource.Source, stream, new PackagePathResolver(folder), context, cancellation).ConfigureAwait(false);
        }
        catch (SignatureException error)
        {
            string reason = error.Results is { Count: > 0 } results ? string.Join(" ", results.SelectMany(static result => result.GetErrorIssues()).Select(static issue => $"{issue.Code}: {issue.Message}").Distinct()) : error.Message;
            throw RuntimeErrors.ChecksumMismatch($"The signature of {package.Id} from {package.Repository.PackageSource.Source} is not accepted. {reason} Nothing of it was used. Run the command again, or name another source.", package.Id, error);
        }
        catch (Exception error) when (error is InvalidDataException or PackagingException)
        {
            throw RuntimeErrors.ChecksumMismatch($"{path}: expected the package {package.Id}. {error.Message} Run the command again, or name another source.", package.Id, error);
        }
        finally
        {
            if (switched) Environment.SetEnvironmentVariable(SignatureVariable, null);
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Logger(Action<string>? receiver) : LoggerBase
    {
        public override void Log(ILogMessage message)
        {
            if (message.Level >= LogLevel.Information) receiver?.Invoke(message.Code == NuGetLogCode.Undefined ? message.Message : $"{message.Code}: {message.Message}");
        }

        public override Task LogAsync(ILogMessage message)
        {
            Log(message);
            return Task.CompletedTask;
        }
    }
}
