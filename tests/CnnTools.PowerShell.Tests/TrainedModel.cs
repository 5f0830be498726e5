using CnnTools.Engine.Datasets;
using CnnTools.Engine.Training;

namespace CnnTools.PowerShell.Tests;

/// <summary>A linear classifier of pictures averaged to 8 x 8, trained on Shapes once for all tests that need a real model.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-tests-");

    public TrainedModel() => Result = TrainingSession.Run(
        new CnnTrainingOptions { Dataset = "Shapes", Network = Network, Epoch = 2, BatchSize = 64, LearningRate = 0.01, Seed = 1, Device = "Cpu", Thread = 1, OutputPath = Path }, new Silent(), default);

    public static CnnNetwork Network { get; } = new()
    {
        Name = "Coarse", Height = 32, Width = 32, Channels = 3,
        Layer = [new() { Kind = CnnLayerKind.AveragePool2d, KernelSize = 4 }, new() { Kind = CnnLayerKind.Flatten }, new() { Kind = CnnLayerKind.Dense, Units = 10 }],
    };

    public static CnnInferenceOptions Options { get; } = new() { Device = "Cpu", Thread = 1 };

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(_folder.FullName, "coarse.safetensors");

    public CnnTrainingResult Result { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class Silent : ITrainingObserver
    {
        public void OnDataset(DatasetProgress progress)
        {
        }

        public void OnMessage(MessageLevel level, string text)
        {
        }

        public void OnProgress(TrainingProgress progress)
        {
        }

        public void OnEpoch(CnnEpochResult result)
        {
        }
    }
}

/// <summary>The tests that share the model.</summary>
[CollectionDefinition(Name)]
public sealed class SharedModel : ICollectionFixture<TrainedModel>
{
    public const string Name = "Trained model";
}
