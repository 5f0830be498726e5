using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: random numbers.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint cnn_generator_new(int deviceType, int deviceIndex, ulong seed);

    [LibraryImport(Library)]
    internal static partial nint cnn_generator_default(int deviceType, int deviceIndex);

    [LibraryImport(Library)]
    internal static partial void cnn_generator_free(nint self);

    [LibraryImport(Library)]
    internal static partial int cnn_generator_set_seed(nint self, ulong seed);

    [LibraryImport(Library)]
    internal static partial int cnn_generator_seed(nint self, out ulong seed);

    [LibraryImport(Library)]
    internal static partial int cnn_generator_initial_seed(nint self, out ulong seed);

    [LibraryImport(Library)]
    internal static partial nint cnn_generator_get_state(nint self);

    [LibraryImport(Library)]
    internal static partial int cnn_generator_set_state(nint self, nint state);

    [LibraryImport(Library)]
    internal static partial int cnn_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial int cnn_cuda_manual_seed(int deviceIndex, ulong seed);

    [LibraryImport(Library)]
    internal static partial nint cnn_uniform_(nint self, double from, double to, nint generator);

    [LibraryImport(Library)]
    internal static partial nint cnn_normal_(nint self, double mean, double std, nint generator);

    [LibraryImport(Library)]
    internal static partial nint cnn_bernoulli_(nint self, double p, nint generator);

    [LibraryImport(Library)]
    internal static partial nint cnn_bernoulli(nint self, nint generator);

    [LibraryImport(Library)]
    internal static partial nint cnn_random_(nint self, long from, long to, nint generator);

    [LibraryImport(Library)]
    internal static partial nint cnn_multinomial(nint self, long samples, int replacement, nint generator);
}
