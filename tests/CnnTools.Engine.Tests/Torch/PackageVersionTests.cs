using System.Reflection;
using CnnTools.Core.Hardware.Runtime;
using CnnTools.Engine.Tests.Datasets;

using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Torch;

/// <summary>
/// TorchSharp is compiled against SkiaSharp 2.88 and Google.Protobuf 3.21; the central versions are newer. The one part of it that uses them is the writer for
/// TensorBoard. The engine has
/// its own (TensorBoard/), but a program that references the engine may use TorchSharp's.
/// </summary>
public sealed class PackageVersionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TorchSharp_writes_messages_with_the_pinned_Protobuf()
    {
        utils.tensorboard.SummaryWriter(_folder.Path).add_scalar("loss", 0.5f, 1);
        Assert.True(Written().AsSpan().IndexOf("loss"u8) > 0);
    }

    [Fact]
    public void TorchSharp_encodes_images_with_the_pinned_SkiaSharp()
    {
        using Tensor image = full([3, 8, 12], 200, ScalarType.Byte);
        utils.tensorboard.SummaryWriter(_folder.Path).add_img("view", image, 1);
        Assert.True(Written().AsSpan().IndexOf("PNG\r\n"u8) > 0);
    }

    private byte[] Written() => File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder.Path)));

    [Fact]
    public void The_build_restores_the_libtorch_that_the_engine_looks_for() =>
        Assert.Equal(LibTorchFiles.Version, typeof(PackageVersionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "LibTorchVersion").Value);
}
