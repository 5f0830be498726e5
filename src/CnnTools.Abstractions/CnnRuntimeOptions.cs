namespace CnnTools;

/// <summary>What a user asks of an installation of the native library.</summary>
public sealed record CnnRuntimeOptions
{
    /// <summary>A folder of libtorch, or a zip archive (also a wheel) of one; null takes the one of the system, or <see cref="Uri"/>.</summary>
    public string? Path { get; init; }

    /// <summary>Where to download an archive; needs <see cref="Sha256"/>.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The archive's SHA-256, 64 hexadecimal digits; null checks none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether what is installed may be replaced.</summary>
    public bool Force { get; init; }
}
