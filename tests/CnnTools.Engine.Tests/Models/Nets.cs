using Xunit;

namespace CnnTools.Engine.Tests.Models;

/// <summary>Short forms for the networks of these tests.</summary>
internal static class Nets
{
    public static CnnNetwork Of(int height, int width, int channels, params CnnLayer[] layers) =>
        new() { Name = "test", Height = height, Width = width, Channels = channels, Layers = layers };

    public static CnnLayer Conv(int filters, int kernelSize, int? stride = null, CnnPadding? padding = null, CnnActivation? activation = null) =>
        new() { Kind = CnnLayerKind.Conv2d, Filters = filters, KernelSize = kernelSize, Stride = stride, Padding = padding, Activation = activation };

    public static CnnLayer MaxPool(int kernelSize, int? stride = null, CnnPadding? padding = null) =>
        new() { Kind = CnnLayerKind.MaxPool2d, KernelSize = kernelSize, Stride = stride, Padding = padding };

    public static CnnLayer AveragePool(int kernelSize, int? stride = null, CnnPadding? padding = null) =>
        new() { Kind = CnnLayerKind.AveragePool2d, KernelSize = kernelSize, Stride = stride, Padding = padding };

    public static CnnLayer Plain(CnnLayerKind kind) => new() { Kind = kind };

    public static CnnLayer Flatten() => Plain(CnnLayerKind.Flatten);

    public static CnnLayer Dense(int units, CnnActivation? activation = null) => new() { Kind = CnnLayerKind.Dense, Units = units, Activation = activation };

    public static CnnLayer Dropout(double rate) => new() { Kind = CnnLayerKind.Dropout, Rate = rate };

    /// <summary>Runs an action that must fail with the id, and gives the message.</summary>
    public static string Fails(string errorId, Action action)
    {
        var error = Assert.Throws<CnnException>(action);
        Assert.Equal(errorId, error.ErrorId);
        return error.Message;
    }
}
