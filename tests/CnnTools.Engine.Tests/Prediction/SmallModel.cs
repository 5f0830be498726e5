using CnnTools.Engine.Sessions;

namespace CnnTools.Engine.Tests.Prediction;

/// <summary>A small network with batch normalisation and dropout, trained on Shapes once for all tests that need a real model.</summary>
public sealed class SmallModel : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-model").FullName;

    public SmallModel()
    {
        Path = System.IO.Path.Combine(_folder, "small.safetensors");
        Result = TrainingSession.Run(
            new CnnTrainingOptions { Dataset = "Shapes", Network = Network, Epoch = 2, BatchSize = 50, Seed = 5, Device = "Cpu", Thread = 1, OutputPath = Path }, new SilentObserver(), default);
    }

    public static CnnNetwork Network { get; } = new()
    {
        Name = "Small", Height = 32, Width = 32, Channels = 3,
        Layers =
        [
            new() { Kind = CnnLayerKind.Conv2d, Filters = 8, KernelSize = 3, Stride = 2, Activation = CnnActivation.ReLU },
            new() { Kind = CnnLayerKind.BatchNorm2d, Momentum = 0.1 },
            new() { Kind = CnnLayerKind.MaxPool2d, KernelSize = 3 },
            new() { Kind = CnnLayerKind.Flatten },
            new() { Kind = CnnLayerKind.Dropout, Rate = 0.1 },
            new() { Kind = CnnLayerKind.Dense, Units = 10 },
        ],
    };

    public string Path { get; }

    public CnnTrainingResult Result { get; }

    public static InferenceSession Session => SessionWith(CnnRuntime.Auto);

    public static InferenceSession SessionWith(CnnRuntime runtime) => new(new CnnInferenceOptions { Device = "Cpu", Thread = 1, Runtime = runtime }, new SilentObserver());

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
