using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>
/// Channels innermost in memory, the layout in which convolutions are fastest. TorchSharp has the enumeration and no method that takes it; moving the axes
/// there and
/// back does the same. Shapes and values stay.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>Lays images out.</summary>
    /// <param name="images">Shape <c>[N, C, H, W]</c>.</param>
    public static Tensor ToChannelsLast(this Tensor images)
    {
        using Tensor moved = images.permute(0, 2, 3, 1);
        using Tensor dense = moved.contiguous();
        return dense.permute(0, 3, 1, 2);
    }

    /// <summary>Lays a module's filters out, so that no call has to. Call it before an optimizer takes the parameters.</summary>
    public static void ToChannelsLast(this nn.Module module)
    {
        using IDisposable noGradient = no_grad();
        foreach (TorchSharp.Modules.Parameter parameter in module.parameters())
        {
            if (parameter.dim() != 4) continue;
            using Tensor values = parameter.detach();
            using Tensor laidOut = values.ToChannelsLast();
            parameter.set_(laidOut);
        }
    }
}
