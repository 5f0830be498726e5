using CnnTools.Core.Datasets;
using CnnTools.Core.Datasets.Shapes;
using CnnTools.Core.Export;
using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Tests.Prediction;

namespace CnnTools.Engine.Tests.Export;

/// <summary>A model from training over its file into another runtime: the way a user goes.</summary>
public sealed class TrainedModelOnnxTests(SmallModel model) : IClassFixture<SmallModel>
{
    private const int Count = 1000;

    [Fact]
    public void A_trained_model_answers_a_thousand_test_images_as_the_engine_does()
    {
        ImageSet test = ShapesDataset.Create(CnnSplit.Test, seed: 0, Count);
        using Classifier classifier = Classifier.Load(model.Path, "Cpu", thread: 1, runtime: CnnRuntime.Torch);
        float[] expected = classifier.Probabilities(test.Pixels);

        ModelDocument document = ModelDocument.Read(model.Path);
        using var onnx = new MemoryStream();
        OnnxExporter.Write(onnx, document.Network, document.Content.Tensors, document.ClassNames);
        (float[] found, string shape) = OnnxRuntime.Run(onnx.ToArray(), Array.ConvertAll(test.Pixels, static value => (float)value), Count, 3, 32, 32);

        Assert.Equal("[1000, 10]", shape);
        Assert.All(expected.Zip(found), static pair => Assert.InRange(pair.First - pair.Second, -1e-4, 1e-4));
        for (int image = 0; image < Count; image++) Assert.Equal(Best(expected, image), Best(found, image));
    }

    private static int Best(float[] probabilities, int image)
    {
        float[] row = probabilities[(image * 10)..((image + 1) * 10)];
        return Array.IndexOf(row, row.Max());
    }
}
