using CnnTools.Core.Networks;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules;

/// <summary>
/// Makes a network that can be trained out of a network as data, on the CPU, in 32-bit floats. The starting weights depend on the seed and the layers alone.
/// Flatten puts an image's values in the order channel, row, column (PyTorch's; Keras takes row, column, channel), so weights of the first dense layer carried
/// over from Keras have to be reordered.
/// </summary>
public static class NetworkBuilder
{
    /// <summary>Builds the network with fresh weights, in training mode.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Seed of the starting weights and of dropout.</param>
    /// <returns>The module; the caller's to dispose.</returns>
    /// <exception cref="CnnException">The network is invalid: id <c>NetworkInvalid</c>.</exception>
    public static CnnModule Build(CnnNetwork network, long seed) => Build(network, seed, static (_, _) => null);

    /// <summary>Builds the network with fresh weights as a training wants it: on the device, laid out as its images are, computing in the precision.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Seed of the starting weights and of dropout.</param>
    /// <param name="device">The device.</param>
    /// <param name="precision">Number format of convolutions and matrix products.</param>
    /// <returns>The module in training mode; the caller's to dispose.</returns>
    internal static CnnModule Build(CnnNetwork network, long seed, Device device, CnnPrecision precision)
    {
        CnnModule module = Build(network, seed);
        module.to(device);
        module.ToChannelsLast();
        module.ComputeType = MixedPrecision.TypeOf(precision);
        return module;
    }

    /// <summary>Builds the network without weights of its own, in evaluation mode: what its parameters hold is left to chance, until they are loaded.</summary>
    /// <param name="network">The network.</param>
    /// <param name="edge">By layer, a tensor (1, filters, rows, columns) on the device that the module will run on, added to a convolution's output before its activation. The module owns it.</param>
    /// <returns>The module; the caller's to dispose.</returns>
    internal static CnnModule BuildBlank(CnnNetwork network, IReadOnlyDictionary<int, Tensor> edge)
    {
        CnnModule module = Build(network, null, (built, index) =>
        {
            if (!edge.TryGetValue(index, out Tensor? added)) return null;
            built.Own(added);
            return added;
        });
        module.eval();
        return module;
    }

    private static CnnModule Build(CnnNetwork network, long? seed, Func<CnnModule, int, Tensor?> edge)
    {
        TorchRuntime.Load();
        IReadOnlyList<LayerShape> shapes = ShapeInference.Infer(network);
        if (shapes.Count == 0) throw NetworkError.About(network, "it has no layers.");
        IReadOnlyList<string> names = LayerNames.Of(network.Layers);

        // TorchSharp's convolution leaves the views behind that it counts its inputs by, one for each layer; the scope frees them. Parameters and buffers belong to their layers, not to the scope.
        using DisposeScope scope = NewDisposeScope();
        var module = new CnnModule(network);
        try
        {
            LayerShape input = LayerShape.Plane(network.Height, network.Width, network.Channels);
            for (int i = 0; i < shapes.Count; i++)
            {
                Add(module, new Place(i, names[i], WithPooledReLU(network.Layers, i), input, shapes[i], seed, edge(module, i)));
                input = shapes[i];
            }
            return module;
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A layer as it is built: where the ReLU of a convolution is followed by a maximum over windows, the ReLU moves behind the maximum, onto a fraction of the values. Results and gradients
    /// stay the same to the bit: the largest of the rectified values is the rectified largest value, and a window without a positive value passes no gradient either way.
    /// </summary>
    private static CnnLayer WithPooledReLU(IReadOnlyList<CnnLayer> layers, int index)
    {
        CnnLayer layer = layers[index];
        if (HasPooledReLU(layers, index)) return layer with { Activation = null };
        return index > 0 && HasPooledReLU(layers, index - 1) ? layer with { Activation = CnnActivation.ReLU } : layer;
    }

    private static bool HasPooledReLU(IReadOnlyList<CnnLayer> layers, int index) =>
        layers[index] is { Kind: CnnLayerKind.Conv2d, Activation: CnnActivation.ReLU } && index + 1 < layers.Count && layers[index + 1].Kind == CnnLayerKind.MaxPool2d;

    /// <summary>A layer with all that building it needs. Without a seed its weights are not drawn.</summary>
    private sealed record Place(int Index, string Name, CnnLayer Layer, LayerShape Input, LayerShape Output, long? Seed, Tensor? Edge)
    {
        public WindowGeometry Rows => Geometry(Input.Height);

        public WindowGeometry Columns => Geometry(Input.Width);

        public long Stride => LayerDefaults.StrideOf(Layer);

        private WindowGeometry Geometry(int side) => WindowGeometry.Of(side, Layer.KernelSize!.Value, LayerDefaults.StrideOf(Layer), LayerDefaults.PaddingOf(Layer));
    }

    private static void Add(CnnModule module, Place place)
    {
        CnnLayer layer = place.Layer;
        switch (layer.Kind)
        {
            case CnnLayerKind.Conv2d:
                AddConvolution(module, place);
                break;
            case CnnLayerKind.Dense:
                var dense = nn.Linear(place.Input.Channels, layer.Units!.Value, LayerDefaults.HasBias(layer));
                Initialize(place, dense.weight, dense.bias);
                module.Add(place.Name, dense, input => Activations.ApplyToOutput(layer.Activation, MixedPrecision.Multiply(dense, input, module.ComputeType)));
                break;
            case CnnLayerKind.BatchNorm2d:
                // libtorch starts with factor 1, summand 0, mean 0 and variance 1, as Keras does.
                module.Add(place.Name, nn.BatchNorm2d(place.Input.Channels, layer.Epsilon ?? LayerDefaults.Epsilon, layer.Momentum ?? LayerDefaults.Momentum));
                break;
            case CnnLayerKind.Dropout:
                module.Add(place.Name, new SeededDropout(place.Name, layer.Rate!.Value, place.Seed ?? 0, place.Index));
                break;
            case CnnLayerKind.MaxPool2d:
                Func<Tensor, Tensor> pool = WindowStages.MaxPool(layer.KernelSize!.Value, place.Stride, place.Rows, place.Columns);
                module.Add(input => Activations.ApplyToOutput(layer.Activation, pool(input)));
                break;
            case CnnLayerKind.AveragePool2d:
                module.Add(WindowStages.AveragePool(layer.KernelSize!.Value, place.Stride, place.Rows, place.Columns));
                break;
            case CnnLayerKind.GlobalAveragePool2d:
                module.Add(input => input.mean([2, 3]));
                break;
            case CnnLayerKind.Flatten:
                module.Add(input => input.flatten(1));
                break;
            case CnnLayerKind.Activation:
                module.Add(input => Activations.Apply(layer.Activation!.Value, input));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(place), layer.Kind, "Unknown kind of layer.");
        }
    }

    private static void AddConvolution(CnnModule module, Place place)
    {
        CnnLayer layer = place.Layer;
        WindowGeometry rows = place.Rows, columns = place.Columns;
        bool isSymmetric = WindowStages.IsSymmetric(rows, columns);
        long side = layer.KernelSize!.Value, stride = place.Stride;
        long[] padding = isSymmetric ? [rows.Before, columns.Before] : [0, 0], strides = [stride, stride];
        var convolution = nn.Conv2d(place.Input.Channels, layer.Filters!.Value, (side, side), stride: (stride, stride), padding: (padding[0], padding[1]), bias: LayerDefaults.HasBias(layer));
        Initialize(place, convolution.weight, convolution.bias);
        module.Add(place.Name, convolution, input =>
        {
            if (isSymmetric) return Activations.ApplyToOutput(layer.Activation, AddEdge(MixedPrecision.Convolve(convolution, input, strides, padding, module.ComputeType)));
            using Tensor padded = WindowStages.Pad(input, rows, columns, 0);
            return Activations.ApplyToOutput(layer.Activation, AddEdge(MixedPrecision.Convolve(convolution, padded, strides, padding, module.ComputeType)));
        });

        Tensor AddEdge(Tensor output)
        {
            if (place.Edge is not null) output.AddInPlace(place.Edge);
            return output;
        }
    }

    private static void Initialize(Place place, Tensor weight, Tensor? bias)
    {
        if (place.Seed is not { } seed) return;
        float[] values = WeightInitializer.Draw(
            place.Layer.Initializer ?? CnnInitializer.GlorotUniform, weight.numel(), LayerCost.FanIn(place.Layer, place.Input), LayerCost.FanOut(place.Layer), seed, place.Index);
        using (torch.no_grad())
        using (Tensor source = torch.tensor(values, weight.shape))
        {
            weight.copy_(source);
            if (bias is not null) bias.zero_();
        }
    }
}
