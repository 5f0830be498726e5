using CnnTools.Core.Progress;
using CnnTools.Engine.Sessions;

namespace CnnTools.PowerShell.Tests;

/// <summary>A small network, trained on Shapes once for all tests that need a real model.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-tests-");

    public TrainedModel() => Result = TrainingSession.Run(
        new CnnTrainingOptions { Dataset = "Shapes", Network = Network, Epoch = 2, BatchSize = 32, LearningRate = 0.005, Seed = 1, Device = "Cpu", Thread = 1, OutputPath = Path }, new Silent(), default);

    public static CnnNetwork Network { get; } = new()
    {
        Name = "Tiny", Height = 32, Width = 32, Channels = 3,
        Layers =
        [
            new() { Kind = CnnLayerKind.Conv2d, Filters = 8, KernelSize = 4, Stride = 2, Activation = CnnActivation.ReLU },
            new() { Kind = CnnLayerKind.MaxPool2d, KernelSize = 3 },
            new() { Kind = CnnLayerKind.Flatten },
            new() { Kind = CnnLayerKind.Dense, Units = 10 },
        ],
    };

    public static CnnInferenceOptions Options { get; } = new() { Device = "Cpu", Thread = 1 };

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(_folder.FullName, "tiny.safetensors");

    public CnnTrainingResult Result { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    internal sealed class Silent : ITrainingObserver
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
