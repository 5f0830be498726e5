using CnnTools.Core.Hardware;

namespace CnnTools.Engine.Tests.Devices;

public sealed class LoadFailureTests
{
    [Fact]
    public void A_missing_library_keeps_the_loaders_words()
    {
        CnnException error = TorchFailure.Translate(new TypeInitializationException("A.B", new DllNotFoundException("libx.so: no such file")))!;
        Assert.Equal("NativeRuntimeMissing", error.ErrorId);
        Assert.Contains("libx.so: no such file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_of_another_version_is_told_apart() =>
        Assert.Equal("NativeRuntimeMismatch", TorchFailure.Translate(new InvalidOperationException("x", new EntryPointNotFoundException("cnn_new")))!.ErrorId);

    [Fact]
    public void Whatever_the_package_throws_while_loading_counts()
    {
        CnnException error = TorchFailure.Translate(new TypeInitializationException("TorchSharp.torch", new NotSupportedException("not restored")))!;
        Assert.Equal("NativeRuntimeMissing", error.ErrorId);
        Assert.Contains("not restored", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_errors_are_left_alone()
    {
        Assert.Null(TorchFailure.Translate(new TypeInitializationException("Other.Type", new NotSupportedException("x"))));
        Assert.Null(TorchFailure.Translate(new InvalidOperationException("x")));
    }
}
