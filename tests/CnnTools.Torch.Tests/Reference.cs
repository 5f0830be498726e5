using System.Text.Json;
using TorchSharp;

namespace CnnTools.Torch.Tests;

/// <summary>reference.json: what PyTorch computes (see reference/make_reference.py).</summary>
internal static class Reference
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reference", "reference.json"))).RootElement;

    public static JsonElement Get(string section) => Root.GetProperty(section);

    public static JsonElement Case(string name) => Root.GetProperty("cases").GetProperty(name);

    public static byte[] Image(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "images", name));

    public static torch.Tensor Tensor(JsonElement packed)
    {
        var shape = packed.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var data = packed.GetProperty("data").EnumerateArray();
        return packed.GetProperty("type").GetString() switch
        {
            "float" => torch.tensor(data.Select(value => (float)value.GetDouble()).ToArray(), shape),
            "long" => torch.tensor(data.Select(value => value.GetInt64()).ToArray(), shape),
            _ => torch.tensor(data.Select(value => value.GetInt64() != 0).ToArray(), shape),
        };
    }

    /// <summary>Calculates a case: its outputs, and where it has gradients, those of the sum of squares of the first output.</summary>
    public static void Check(string name, Func<Func<string, torch.Tensor>, torch.Tensor[]> compute, double tolerance = 1e-5)
    {
        using var scope = torch.NewDisposeScope();
        var entry = Case(name);
        var inputs = entry.GetProperty("inputs").EnumerateObject().ToDictionary(input => input.Name, input => Tensor(input.Value));
        var hasGradients = entry.TryGetProperty("gradients", out var gradients);
        if (hasGradients)
            foreach (var gradient in gradients.EnumerateObject()) inputs[gradient.Name].requires_grad_();
        var outputs = compute(input => inputs[input]);
        var expected = entry.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, outputs.Length);
        for (var i = 0; i < expected.Length; i++) AssertClose(Tensor(expected[i]), outputs[i], $"{name}, output {i}", tolerance);
        if (!hasGradients) return;
        (outputs[0] * outputs[0]).sum().backward();
        foreach (var gradient in gradients.EnumerateObject())
            AssertClose(Tensor(gradient.Value), inputs[gradient.Name].grad!, $"{name}, gradient of {gradient.Name}", tolerance * 10);
    }

    public static void AssertClose(torch.Tensor expected, torch.Tensor actual, string what, double tolerance = 1e-5)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(
            expected.is_floating_point() == actual.is_floating_point() && (expected.dtype == torch.ScalarType.Bool) == (actual.dtype == torch.ScalarType.Bool),
            $"{what}: {expected.dtype} expected, got {actual.dtype}");
        using var a = expected.to(torch.float64);
        using var b = actual.detach().to(torch.float64);
        using var difference = (a - b).abs();
        using var bound = a.abs() * tolerance + tolerance;
        Assert.True((difference <= bound).all().ToBoolean(), $"{what}: the largest difference is {(difference.numel() > 0 ? difference.max().ToDouble() : 0):g4}");
    }
}
