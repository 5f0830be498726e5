using System.Runtime.InteropServices;
using TorchSharp;

namespace CnnTools.Engine.Torch;

/// <summary>How many threads libtorch computes with, and how they wait.</summary>
internal static partial class ThreadTuning
{
    // Figures: bench/results, "How long OpenMP spins".
    private const string Spins = "2000";

    // What the calling thread computes with; 0 before the first setting.
    [ThreadStatic]
    private static int t_count;

    /// <summary>
    /// Makes OpenMP's threads sleep soon when they have nothing to do. GNU's default spins for milliseconds: faster on an idle machine, but beside busy
    /// neighbors the threads wait for each other's
    /// time slices and training slows down several times. A short spin gives up about 15% of the one to save the other. The variables are read when libgomp is
    /// loaded, hence before libtorch; what the user
    /// has set is left alone. OpenMP of Windows and macOS has no such setting.
    /// </summary>
    public static void ShortenSpin()
    {
        if (!OperatingSystem.IsLinux() || IsSet("OMP_WAIT_POLICY") || IsSet("GOMP_SPINCOUNT")) return;
        // The runtime's own copy of the environment is not the one that native libraries read.
        _ = setenv("GOMP_SPINCOUNT", Spins, 0);
    }

    /// <summary>
    /// Sets how many threads the calling thread's work is spread over. OpenMP's count belongs to the calling thread, but libtorch starts each thread, at its
    /// first operation, with the count that
    /// any thread set last. Asking for the count first gets that start over with, so that trainings side by side keep what each asked for.
    /// </summary>
    /// <remarks>Holds for the calling thread alone; whoever computes on another thread sets its count there. Setting the same count again costs
    /// nothing.</remarks>
    /// <param name="count">The number of threads, at least 1.</param>
    /// <exception cref="CnnException">libtorch computes with another number: id <c>ThreadCountUnavailable</c>.</exception>
    public static void SetThreadCount(int count)
    {
        if (t_count == count) return;
        _ = torch.get_num_threads();
        torch.set_num_threads(count);
        t_count = count;
        int found = torch.get_num_threads();
        if (found != count)
            throw new CnnException("ThreadCountUnavailable", CnnErrorCategory.ResourceUnavailable, $"Thread: requested {count}; libtorch computes with {found}. Use {found}, or check the environment variable OMP_THREAD_LIMIT.", count);
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
