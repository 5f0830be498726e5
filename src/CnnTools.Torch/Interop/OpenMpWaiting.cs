using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

/// <summary>
/// How long OpenMP's threads spin before they sleep. GNU's default spins for milliseconds: faster on an idle machine, but beside busy neighbours
/// the threads wait for each other's time slices and training slows down several times. A short spin gives up about 15% of the one to save the other.
/// The variables are read when libgomp is loaded, hence before libtorch; what the user has set is left alone.
/// </summary>
internal static partial class OpenMpWaiting
{
    // Figures: bench/results, "How long OpenMP spins".
    private const string Spins = "2000";

    internal static void ShortenSpin()
    {
        if (!OperatingSystem.IsLinux() || IsSet("OMP_WAIT_POLICY") || IsSet("GOMP_SPINCOUNT")) return;
        // The runtime's own copy of the environment is not the one that native libraries read.
        _ = setenv("GOMP_SPINCOUNT", Spins, 0);
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
