using System.Text.Json;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Engine.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Models;

/// <summary>Outputs, gradients and weight shapes of small networks are PyTorch's (reference/layers.py).</summary>
public sealed class LayerReferenceTests
{
    private static readonly Dictionary<string, JsonElement> s_cases =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", "reference", "layers.json"))).RootElement.EnumerateArray()
            .ToDictionary(static each => each.GetProperty("name").GetString()!);

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_PyTorchs(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement reference = s_cases[name];
        CnnNetwork network = NetworkJson.Parse(reference.GetProperty("network").GetRawText());
        Assert.Equal(reference.GetProperty("shapes").Deserialize<long[][]>(), WeightCheck.Expected(network).Values);

        using CnnModule module = NetworkBuilder.Build(network, seed: 1);
        Dictionary<string, Tensor> state = module.state_dict();
        Assert.Equal(WeightCheck.Expected(network).Keys.Order(StringComparer.Ordinal), state.Keys.Order(StringComparer.Ordinal));
        int number = 0;
        using (no_grad())
            foreach (string tensor in WeightCheck.Expected(network).Keys)
                state[tensor].copy_(Formula(++number, state[tensor].shape, IsFactor(tensor) ? 1 : 0, 0.5));

        Tensor images = Formula(0, [2, network.Channels, network.Height, network.Width], 0, 3);
        module.eval();
        AssertClose("evaluation", module.call(images));
        module.train();
        Tensor output = module.call(images);
        AssertClose("training", output);
        (output * Formula(100, output.shape, 0, 1)).sum().backward();
        float[][] gradients = reference.GetProperty("gradients").Deserialize<float[][]>()!;
        Assert.Equal(module.parameters().Count(), gradients.Length);
        foreach (((string parameter, TorchSharp.Modules.Parameter value), float[] expected) in module.named_parameters().Zip(gradients))
            Tensors.AssertClose(expected, Tensors.Values(value.grad!), 1e-4 * Math.Max(1, expected.Max(MathF.Abs)));

        void AssertClose(string part, Tensor found) => Tensors.AssertClose(reference.GetProperty(part).Deserialize<float[]>()!, Tensors.Values(found), 2e-5);
    }

    private static bool IsFactor(string tensor) => tensor.EndsWith("running_var", StringComparison.Ordinal)
        || (tensor.EndsWith("weight", StringComparison.Ordinal) && tensor.Split('.')[^2] is var layer
            && (layer.StartsWith("batch_norm", StringComparison.Ordinal) || layer.StartsWith("group_norm", StringComparison.Ordinal)));

    private static Tensor Formula(int number, long[] shape, double offset, double factor)
    {
        long count = shape.Aggregate(1L, static (product, size) => product * size);
        return tensor([.. Enumerable.Range(0, (int)count).Select(i => (float)(offset + factor * ((i * 7919L + number * 104729L) % 1000 / 500.0 - 1)))], shape);
    }
}
