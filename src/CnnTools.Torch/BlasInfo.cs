using CnnTools.Torch.Interop;

namespace CnnTools.Torch;

/// <summary>How a BLAS spreads its work.</summary>
public enum BlasThreading
{
    /// <summary>It does not say.</summary>
    Unknown = -1,

    /// <summary>One thread.</summary>
    Sequential = 0,

    /// <summary>Threads of its own, beside those of libtorch.</summary>
    OwnThreads = 1,

    /// <summary>The threads of OpenMP, which libtorch uses too.</summary>
    OpenMp = 2,
}

/// <summary>The library that multiplies matrices for libtorch on a CPU.</summary>
/// <param name="Name">MKL, OpenBLAS, BLIS, ATLAS, <c>reference BLAS</c> or <c>unknown</c>.</param>
/// <param name="Path">The file it is in, links followed; empty if it is a part of libtorch.</param>
/// <param name="Configuration">Its own description, if it has one.</param>
/// <param name="Threading">How it spreads its work.</param>
/// <param name="Advice">What would make it faster; null if nothing is wrong.</param>
public sealed record BlasInfo(string Name, string Path, string Configuration, BlasThreading Threading, string? Advice)
{
    private const string Install = "apt-get install libopenblas0-openmp";

    /// <summary>Whether training would be clearly faster with another one.</summary>
    public bool IsSlow => Advice is not null;

    internal static BlasInfo From(in NativeBlasInfo info)
    {
        var name = NativeError.Text(info.Name);
        var path = NativeError.Text(info.Path);
        var threading = Enum.IsDefined((BlasThreading)info.Threading) ? (BlasThreading)info.Threading : BlasThreading.Unknown;
        return new BlasInfo(name, path, NativeError.Text(info.Configuration), threading, AdviceFor(name, path, threading));
    }

    internal static string? AdviceFor(string name, string path, BlasThreading threading) => (name, threading) switch
    {
        ("reference BLAS", _) =>
            $"Matrix products use the reference BLAS ({path}), which is many times slower than OpenBLAS. Install it: {Install}",
        ("OpenBLAS", BlasThreading.OwnThreads) =>
            $"OpenBLAS ({path}) has threads of its own, which compete with libtorch's for the cores. Install the OpenMP variant: {Install}{Choose(path)}",
        ("OpenBLAS", BlasThreading.Sequential) =>
            $"OpenBLAS ({path}) uses one thread only. Install the OpenMP variant: {Install}{Choose(path)}",
        _ => null,
    };

    /// <summary>
    /// What Debian needs beside the installation: its alternatives prefer the variant with threads of its own (priority 100 against 95) wherever both are installed.
    /// </summary>
    private static string Choose(string path)
    {
        // /usr/lib/TRIPLET/openblas-VARIANT/libblas.so.3; each variant's libblas and liblapack take the libopenblas.so.0 that the alternatives name.
        string[] parts = path.Split('/');
        if (parts.Length < 3 || !parts[^2].StartsWith("openblas-", StringComparison.Ordinal)) return "";
        string triplet = parts[^3], folder = string.Join('/', parts[..^2]);
        return $" && update-alternatives --set libopenblas.so.0-{triplet} {folder}/openblas-openmp/libopenblas.so.0";
    }
}
