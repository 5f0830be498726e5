using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

/// <summary>
/// How long OpenMP's threads spin before they sleep. GNU's default spins for milliseconds: a gain of some percent on an idle machine, but with one busy neighbour
/// the threads wait for each other's time slices and training slows down several times. A short spin keeps most of the gain and loses nothing beside a neighbour.
/// The variables are read when libgomp is loaded, hence before libtorch; what the user has set is left alone.
/// </summary>
internal static partial class OpenMpWaiting
{
    // Measured in bench/results: with 2 threads on 2 busy processors the default gave a fifth of the images/s that a short spin gives.
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
