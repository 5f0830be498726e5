using System.Text.Json;
using CnnTools.Core.Datasets;
using CnnTools.Core.Planning;
using CnnTools.Engine.Inference;

namespace CnnTools.Engine.Tests.Prediction;

/// <summary>Files written when CnnTools stood on libtorch 1.13 (commit 9368842) keep working: older/ holds a model, its log-probabilities for the first 8 test
/// images of Shapes, and a checkpoint.</summary>
public sealed class OlderFilesTests
{
    private static readonly string s_path = Path.Combine(AppContext.BaseDirectory, "Prediction", "older", "0.1.0-libtorch-1.13");

    [Theory]
    [InlineData(CnnRuntime.OnnxRuntime, false)]
    [InlineData(CnnRuntime.Torch, true)]
    [InlineData(CnnRuntime.Torch, false)]
    public void An_older_model_predicts_the_same(CnnRuntime runtime, bool asTrained)
    {
        using Classifier classifier = Classifier.Load(s_path + ".safetensors", "Cpu", thread: 1, runtime: runtime, asTrained: asTrained);
        ImageSet images = SmallModel.Session.Load(classifier, "Shapes", CnnSplit.Test);
        float[] expected = JsonSerializer.Deserialize<float[]>(File.ReadAllText(s_path + ".json"))!;
        float[] found = classifier.LogProbabilities(images.Pixels.AsSpan(0, 8 * classifier.ImageLength));
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), static pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void An_older_checkpoint_is_read_and_knows_the_libtorch_it_was_made_with()
    {
        Checkpoint checkpoint = Checkpoint.Read(s_path + ".checkpoint", static warning => Assert.Fail(warning));
        Assert.Equal((3, 282L), (checkpoint.State.Epoch, checkpoint.State.Step));
        Assert.Equal("1.13.0", checkpoint.Identity.Circumstances["libtorch"]);
    }
}
