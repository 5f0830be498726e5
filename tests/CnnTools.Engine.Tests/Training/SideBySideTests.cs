using CnnTools.Engine.Sessions;

namespace CnnTools.Engine.Tests.Training;

/// <summary>Trainings that run at once in one process, as under <c>ForEach-Object -Parallel</c>, are what they are alone.</summary>
public sealed class SideBySideTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-side-by-side-").FullName;

    [Fact]
    public async Task Each_keeps_its_thread_count_and_its_bits()
    {
        byte[] one = Train(1, "one"), two = Train(2, "two");
        Task<byte[]>[] atOnce = [.. Enumerable.Range(0, 6).Select(index => Task.Factory.StartNew(() => Train(1 + index % 2, $"both-{index}"), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        byte[][] weights = await Task.WhenAll(atOnce);
        for (int i = 0; i < weights.Length; i++) Assert.Equal(i % 2 == 0 ? one : two, weights[i]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private byte[] Train(int thread, string name)
    {
        string path = Path.Combine(_folder, name + ".safetensors");
        var options = new CnnTrainingOptions { Dataset = "Shapes", Architecture = "TwoConv4x4", Epoch = 1, BatchSize = 64, Seed = 9, Thread = thread, Device = "Cpu", ValidationSplit = CnnValidationSplit.None, OutputPath = path };
        CnnTrainingResult result = TrainingSession.Run(options, new SilentObserver(), default);
        Assert.Equal((thread, thread), (result.Threads, TorchSharp.torch.get_num_threads()));
        byte[] file = File.ReadAllBytes(path);
        return file[(8 + (int)BitConverter.ToInt64(file, 0))..]; // behind the header, which holds times and paths
    }
}
