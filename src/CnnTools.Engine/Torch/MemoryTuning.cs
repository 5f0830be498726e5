using System.Runtime.InteropServices;

namespace CnnTools.Engine.Torch;

/// <summary>
/// Keeps the memory of large activations in the process while a training or a prediction runs. glibc gives every large block back to the kernel when it is
/// freed and takes it again for the next
/// step, page by page: half the time of a step of a small network (bench/results, "Memory kept"). The settings belong to the whole process, which may be
/// somebody's shell, so they are
/// taken back, and what is unused is returned to the system, when the last user is done. Systems without glibc keep their allocator's behavior.
/// </summary>
internal static partial class MemoryTuning
{
    // Constants of malloc.h.
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;
    private const int DefaultTrimThreshold = 128 << 10;

    // The largest threshold that glibc before 2.35 accepts, and where its own, adaptive threshold ends.
    private const int LargestAdaptive = 32 << 20;

    private static readonly Lock s_gate = new();
    private static int s_users;

    /// <summary>Keeps memory until disposed; may be nested.</summary>
    public static IDisposable Keep()
    {
        lock (s_gate)
        {
            if (s_users++ == 0) Set(keep: true);
        }

        return new Use();
    }

    private static void Release()
    {
        lock (s_gate)
        {
            if (--s_users == 0) Set(keep: false);
        }
    }

    private static void Set(bool keep)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            if (keep)
            {
                if (mallopt(MmapThreshold, 1 << 30) == 0) _ = mallopt(MmapThreshold, LargestAdaptive);
                _ = mallopt(TrimThreshold, int.MaxValue);
                _ = mallopt(TopPad, 64 << 20);
            }
            else
            {
                _ = mallopt(MmapThreshold, LargestAdaptive);
                _ = mallopt(TrimThreshold, DefaultTrimThreshold);
                _ = mallopt(TopPad, 0);
                _ = malloc_trim(0);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // musl and others: their allocators have no such settings.
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint pad);

    private sealed class Use : IDisposable
    {
        private int _isDone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDone, 1) == 0) Release();
        }
    }
}
