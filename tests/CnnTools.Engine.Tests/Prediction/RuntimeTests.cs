using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Hardware;
using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Tests.Export;

namespace CnnTools.Engine.Tests.Prediction;

/// <summary>ONNX Runtime and libtorch compute the same from one model file.</summary>
public sealed class RuntimeTests(SmallModel model) : IClassFixture<SmallModel>
{
    private const int Count = 20;

    public static TheoryData<string> CaseNames => [.. ExportCases.All.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_network_gets_the_same_scores(string name)
    {
        CnnNetwork network = ExportCases.All[name];
        string path = Path.Combine(Path.GetDirectoryName(model.Path)!, name + ".safetensors");
        ModelFile.Save(path, network, ExportCases.ClassNames(network), ExportCases.Weights(network, seed: 3), new { });
        byte[] pixels = Array.ConvertAll(ExportCases.Images(network, Count, seed: 4), static value => (byte)value);

        using Classifier onnx = Classifier.Load(path, "Cpu", thread: 1, runtime: CnnRuntime.OnnxRuntime), torch = Classifier.Load(path, "Cpu", thread: 1, runtime: CnnRuntime.Torch, asTrained: true);
        Assert.StartsWith("ONNX Runtime 1.", onnx.Runtime, StringComparison.Ordinal);
        Assert.StartsWith("libtorch 2.", torch.Runtime, StringComparison.Ordinal);
        float[] expected = torch.LogProbabilities(pixels), found = onnx.LogProbabilities(pixels);
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), static pair => Assert.InRange(pair.Second - pair.First, -1e-4 * (1 + Math.Abs(pair.First)), 1e-4 * (1 + Math.Abs(pair.First))));
        Assert.All(onnx.Probabilities(pixels).Chunk(onnx.ClassNames.Count), static row => Assert.Equal(1, row.Sum(), 1e-5));
    }

    [Fact]
    public void An_evaluation_names_its_runtime_and_both_agree_on_every_image()
    {
        ModelEvaluation onnx = SmallModel.SessionWith(CnnRuntime.Auto).Evaluate(model.Path, "Shapes", CnnSplit.Test);
        ModelEvaluation torch = SmallModel.SessionWith(CnnRuntime.Torch).Evaluate(model.Path, "Shapes", CnnSplit.Test);
        Assert.Equal(torch.PredictedLabels, onnx.PredictedLabels);
        Assert.Equal(torch.Loss, onnx.Loss, 1e-5);
        Assert.StartsWith("ONNX Runtime 1.", onnx.ToResult().Runtime, StringComparison.Ordinal);
        Assert.StartsWith("libtorch 2.", torch.ToResult().Runtime, StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_threads_predict_the_same_at_once()
    {
        using Classifier classifier = SmallModel.Session.Open(model.Path);
        ImageSet images = SmallModel.Session.Load(classifier, "Shapes", CnnSplit.Test);
        float[] Predict(int image) => classifier.Probabilities(images.Pixels.AsSpan(image * classifier.ImageLength, classifier.ImageLength));
        float[][] expected = [.. Enumerable.Range(0, 200).Select(Predict)];
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Assert.Equal(expected[i % 200], Predict(i % 200)));
    }

    [Theory]
    [InlineData("Auto", CnnPrecision.Float32, CnnRuntime.Auto, true)]
    [InlineData("Cpu", CnnPrecision.Float32, CnnRuntime.OnnxRuntime, true)]
    [InlineData("Cpu", CnnPrecision.Float32, CnnRuntime.Torch, false)]
    [InlineData("Cpu", CnnPrecision.BFloat16, CnnRuntime.Auto, false)]
    [InlineData("Cuda", CnnPrecision.Float32, CnnRuntime.Auto, false)]
    public void ONNX_Runtime_computes_Float32_on_the_CPU(string device, CnnPrecision precision, CnnRuntime runtime, bool usesOnnx) =>
        Assert.Equal(usesOnnx, Classifier.UsesOnnxRuntime(DeviceName.Parse(device), precision, runtime));

    [Theory]
    [InlineData("Cuda:1", CnnPrecision.Float32, "found the device Cuda:1 and the precision Float32")]
    [InlineData("Cpu", CnnPrecision.BFloat16, "found the device Cpu and the precision BFloat16")]
    public void ONNX_Runtime_refuses_the_rest(string device, CnnPrecision precision, string found)
    {
        CnnException error = Assert.Throws<CnnException>(() => Classifier.Load(model.Path, device, precision, runtime: CnnRuntime.OnnxRuntime));
        Assert.Equal("OptionInvalid", error.ErrorId);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_of_any_size_become_probabilities()
    {
        float[] rows = [1000, 1001, 999, -1000, -1000, -1000];
        Softmax.Apply(rows, 3);
        // exp(-1), 1 and exp(-2), over their sum.
        Assert.All(new[] { 0.24472847, 0.66524096, 0.09003057, 1 / 3.0, 1 / 3.0, 1 / 3.0 }.Zip(rows), static pair => Assert.Equal(pair.First, pair.Second, 1e-7));
        float[] far = [0, -200];
        Softmax.ApplyLogarithm(far, 2);
        Assert.Equal([0, -200], far);
    }
}
