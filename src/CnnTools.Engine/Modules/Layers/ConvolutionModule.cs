using CnnTools.Core.Networks;
using CnnTools.Engine.Torch;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Two-dimensional convolution and its activation.</summary>
internal sealed class ConvolutionModule : WeightedModule
{
    private readonly WindowGeometry _rows, _columns;
    private readonly long[] _strides, _padding;
    private readonly long _groups;
    private readonly bool _isSymmetric;
    private readonly CnnActivation? _activation;
    // In a list, because TorchSharp takes every field that is a tensor for a buffer of the model file.
    private readonly Tensor[] _edge;

    /// <param name="context">The layer.</param>
    /// <param name="groups">Into how many parts the channels are divided, each with filters of its own.</param>
    public ConvolutionModule(LayerContext context, long groups = 1)
        : base(context)
    {
        _groups = groups;
        (_rows, _columns, _activation) = (context.Layer.Rows, context.Layer.Columns, context.Activation);
        _isSymmetric = WindowStages.IsSymmetric(_rows, _columns);
        _strides = [context.Layer.Stride, context.Layer.Stride];
        _padding = _isSymmetric ? [_rows.Before, _columns.Before] : [0, 0];
        _edge = context.Edges.TryGetValue(context.Layer.Name, out Tensor? edge) ? [edge.DetachFromDisposeScope()] : [];
    }

    public override Tensor forward(Tensor input)
    {
        if (_isSymmetric) return Convolve(input);
        using Tensor padded = WindowStages.Pad(input, _rows, _columns, 0);
        return Convolve(padded);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (Tensor edge in _edge) edge.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Convolve(Tensor input)
    {
        Tensor output = MixedPrecision.Convolve(weight, bias, input, _strides, _padding, _groups, ComputeType);
        foreach (Tensor edge in _edge) output.AddInPlace(edge);
        return Activations.ApplyToOutput(_activation, output);
    }
}
