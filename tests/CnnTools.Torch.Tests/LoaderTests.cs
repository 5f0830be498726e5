using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using CnnTools.Torch.Interop;
using TorchSharp;

namespace CnnTools.Torch.Tests;

public class LoaderTests
{
    [Fact]
    public void Versions_and_paths_are_known()
    {
        LibTorch.EnsureLoaded();
        Assert.Matches(@"^\d+\.\d+\.\d+", LibTorch.Version);
        Assert.True(File.Exists(LibTorch.LibraryPath), LibTorch.LibraryPath);
        Assert.EndsWith(NativeLoader.FileName, LibTorch.NativeLibraryPath, StringComparison.Ordinal);
        Assert.NotEmpty(LibTorch.BuildConfiguration);
        Assert.NotEmpty(LibTorch.Blas.Name);
        if (!LibTorch.HasCuda) Assert.False(torch.cuda.is_available());
    }

    [Fact]
    public void A_missing_library_is_diagnosed()
    {
        var path = Path.Combine(Path.GetTempPath(), "no-such-folder", NativeLoader.FileName);
        var error = Assert.Throws<LibTorchLoadException>(() => NativeLoader.LoadFirst([path]));
        Assert.Equal([path], error.PathsTried);
        Assert.Contains($"tried {path}: no such file", error.Message, StringComparison.Ordinal);
        Assert.Contains(NativeLoader.PathVariable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_does_not_load_is_diagnosed_with_the_loaders_words()
    {
        var folder = Directory.CreateTempSubdirectory("cnntools-loader-");
        try
        {
            var path = Path.Combine(folder.FullName, NativeLoader.FileName);
            File.WriteAllText(path, "not a library");
            File.WriteAllText(Path.Combine(folder.FullName, "libcnntorch.build"), "libtorch=9.9.9\n");
            var error = Assert.Throws<LibTorchLoadException>(() => NativeLoader.LoadFirst([path, "/elsewhere"]));
            Assert.NotEmpty(error.LoaderError);
            Assert.Equal("9.9.9", error.VersionNeeded);
            Assert.Contains("9.9.9", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void Candidates_begin_beside_the_assembly()
    {
        Assert.Equal(Path.Combine(Path.GetDirectoryName(typeof(LibTorch).Assembly.Location)!, NativeLoader.FileName), NativeLoader.Candidates()[0]);
        Assert.Contains(NativeLoader.Candidates(), path => path.Contains(Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier), StringComparison.Ordinal));
    }

    [Fact]
    public void It_loads_in_a_load_context_of_its_own()
    {
        var context = new AssemblyLoadContext("isolated", isCollectible: false);
        var assembly = context.LoadFromAssemblyPath(typeof(LibTorch).Assembly.Location);
        Assert.NotSame(typeof(LibTorch).Assembly, assembly);
        var version = assembly.GetType("CnnTools.Torch.LibTorch")!.GetProperty("Version", BindingFlags.Public | BindingFlags.Static)!.GetValue(null);
        Assert.Equal(LibTorch.Version, version);
    }

    [Theory]
    [InlineData("reference BLAS", BlasThreading.Sequential, true)]
    [InlineData("OpenBLAS", BlasThreading.OwnThreads, true)]
    [InlineData("OpenBLAS", BlasThreading.OpenMp, false)]
    [InlineData("MKL", BlasThreading.OpenMp, false)]
    public void A_slow_BLAS_comes_with_advice(string name, BlasThreading threading, bool slow)
    {
        var advice = BlasInfo.AdviceFor(name, "/lib/libblas.so.3", threading);
        Assert.Equal(slow, advice is not null);
        if (slow) Assert.Contains("apt-get install libopenblas0-openmp", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_Debian_prefers_the_other_OpenBLAS_the_advice_chooses_this_one()
    {
        // Installing alone does not help there: the alternatives go by their priorities.
        var advice = BlasInfo.AdviceFor("OpenBLAS", "/usr/lib/aarch64-linux-gnu/openblas-pthread/libblas.so.3", BlasThreading.OwnThreads);
        Assert.EndsWith(
            "apt-get install libopenblas0-openmp && update-alternatives --set libopenblas.so.0-aarch64-linux-gnu /usr/lib/aarch64-linux-gnu/openblas-openmp/libopenblas.so.0", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Native_errors_carry_libtorchs_message_without_its_trace()
    {
        using var scope = torch.NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => torch.zeros(2, 3).matmul(torch.zeros(4, 5)));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
        var late = Assert.Throws<ExternalException>(() =>
        {
            var x = torch.ones(1).requires_grad_();
            var y = x.exp();
            y.add_(1);
            y.backward();
        });
        Assert.DoesNotContain("frame #", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_without_a_device_is_an_error_and_not_a_crash()
    {
        if (torch.cuda.is_available()) return;
        Assert.Throws<ExternalException>(() => torch.zeros([1], device: torch.CUDA));
        Assert.Throws<ExternalException>(() => CudaDevice.Name(0));
        Assert.Throws<ExternalException>(() => torch.cuda.synchronize());
        Assert.Equal(0, torch.cuda.device_count());
        torch.cuda.manual_seed_all(1);
    }
}
