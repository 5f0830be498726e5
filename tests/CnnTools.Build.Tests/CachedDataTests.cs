using System.Diagnostics;
using System.IO.Compression;
using CnnTools.Build.Tasks;
using Microsoft.Build.Utilities;

namespace CnnTools.Build.Tests;

/// <summary>Datasets by name are known by the content of their files in the cache.</summary>
public sealed class CachedDataTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-cache-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Mnist", "mnist/train-labels-idx1-ubyte.gz")]
    [InlineData("fashion-mnist", "fashion-mnist/t10k-images-idx3-ubyte")]
    [InlineData("CIFAR-10", "cifar-10-batches-bin/data_batch_3.bin")]
    [InlineData("Cifar100", "cifar-100-binary.tar.gz")]
    public void A_changed_file_of_the_cache_is_another_dataset(string dataset, string file)
    {
        string path = Path.Combine(Cache, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DataSnapshot none = Look(dataset);
        File.WriteAllText(path, "one");
        DataSnapshot first = Look(dataset);
        Assert.NotEqual(none.Fingerprint, first.Fingerprint);
        Assert.True(first.Completes(none)); // a download came in between
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(1));
        Assert.Equal(first.Fingerprint, Look(dataset).Fingerprint);
        File.WriteAllText(path, "two");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(2));
        DataSnapshot second = Look(dataset);
        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
        Assert.False(second.Completes(first)); // the file changed, perhaps after it was read
        Assert.False(none.Completes(first));
    }

    [Fact]
    public void What_a_download_leaves_on_its_way_is_no_data()
    {
        Directory.CreateDirectory(Path.Combine(Cache, "mnist"));
        File.WriteAllText(Path.Combine(Cache, "mnist", "train-images-idx3-ubyte.gz"), "one");
        string before = Look("Mnist").Fingerprint;
        foreach (string name in (string[])["train-labels-idx1-ubyte.gz.part", "train-labels-idx1-ubyte.gz.part.json", "verified.json"]) File.WriteAllText(Path.Combine(Cache, "mnist", name), "x");
        File.WriteAllText(Path.Combine(Cache, ".mnist.lock"), "");
        Assert.Equal(before, Look("Mnist").Fingerprint);
    }

    [Fact]
    public void A_name_comes_before_a_folder_of_that_name()
    {
        // The worker takes the dataset of that name, so the folder beside the project must not stand for it.
        string folder = Path.Combine(_folder.FullName, "shapes");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "1.png"), "one");
        Assert.Equal("shapes", DataSnapshot.Take("shapes", folder, Cache, Path.Combine(_folder.FullName, "memory")).Fingerprint);
    }

    [Theory]
    [InlineData("1.PNG")]
    [InlineData("1.jpg")]
    [InlineData("1.jpeg")]
    [InlineData("1.jfif")]
    [InlineData("1.webp")]
    [InlineData("1.bmp")]
    [InlineData("1.gif")]
    public void A_change_of_any_image_that_a_training_reads_is_noticed(string name)
    {
        string folder = Path.Combine(_folder.FullName, "own"), memory = Path.Combine(_folder.FullName, "memory"), inner = Path.Combine(folder, "train", "rose");
        Directory.CreateDirectory(inner);
        File.WriteAllText(Path.Combine(inner, name), "one");
        string before = DataSnapshot.Take("own", folder, Cache, memory).Fingerprint;
        File.WriteAllText(Path.Combine(inner, "notes.txt"), "no image");
        Assert.Equal(before, DataSnapshot.Take("own", folder, Cache, memory).Fingerprint);
        File.WriteAllText(Path.Combine(inner, name), "another");
        Assert.NotEqual(before, DataSnapshot.Take("own", folder, Cache, memory).Fingerprint);
    }

    [Fact]
    public void A_link_that_leads_upward_does_not_go_round_for_ever()
    {
        string folder = Path.Combine(_folder.FullName, "own");
        Directory.CreateDirectory(Path.Combine(folder, "rose"));
        File.WriteAllText(Path.Combine(folder, "rose", "1.png"), "one");
        string before = DataSnapshot.Take("own", folder, Cache, Path.Combine(_folder.FullName, "memory")).Fingerprint;
        Directory.CreateSymbolicLink(Path.Combine(folder, "rose", "up"), folder);
        Assert.Equal(before, DataSnapshot.Take("own", folder, Cache, Path.Combine(_folder.FullName, "memory")).Fingerprint);
    }

    [Fact]
    public void An_image_added_to_a_folder_meanwhile_is_not_taken_as_seen()
    {
        string folder = Path.Combine(_folder.FullName, "own"), memory = Path.Combine(_folder.FullName, "memory");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "1.png"), "one");
        DataSnapshot before = DataSnapshot.Take("own", folder, Cache, memory);
        File.WriteAllText(Path.Combine(folder, "2.png"), "two");
        Assert.False(DataSnapshot.Take("own", folder, Cache, memory).Completes(before));
    }

    /// <summary>A script stands for the worker: it puts a file into the cache, as a download would, or changes one, as somebody might who did not know of the
    /// training.</summary>
    [Theory]
    [InlineData("cifar-10-batches-bin/test_batch.bin", 1)]
    [InlineData("cifar-10-batches-bin/data_batch_1.bin", 2)]
    public void A_download_in_the_step_does_not_make_it_run_twice_and_a_change_in_it_does(string written, int runs)
    {
        if (OperatingSystem.IsWindows()) return; // a shell script stands for the worker
        string cifar = Path.Combine(Cache, "cifar-10-batches-bin"), model = Path.Combine(_folder.FullName, "obj", "m.safetensors"), count = Path.Combine(_folder.FullName, "count"), worker = Path.Combine(_folder.FullName, "worker.sh");
        Directory.CreateDirectory(cifar);
        File.WriteAllText(Path.Combine(cifar, "data_batch_1.bin"), "one");
        File.WriteAllText(Path.Combine(_folder.FullName, "CnnTools.Worker.dll"), "");
        File.WriteAllText(worker, $"#!/bin/sh\necho run >> '{count}'\necho model > '{model}'\necho changed > '{Path.Combine(Cache, written)}'\n");
        using (Process made = Process.Start("chmod", ["+x", worker])) made.WaitForExit();

        for (int build = 0; build < 3; build++)
        {
            var engine = new RecordingEngine();
            var task = new TrainCnnModel
            {
                BuildEngine = engine, ProjectDirectory = _folder.FullName, IntermediatePath = "obj", WorkerPath = Path.Combine(_folder.FullName, "CnnTools.Worker.dll"), DotNetPath = worker,
                Model = new TaskItem("m", new Dictionary<string, string> { ["Dataset"] = "Cifar10", ["Architecture"] = "TwoConv4x4", ["DatasetCache"] = Cache }),
            };
            Assert.True(task.Execute(), string.Join("\n", engine.Errors.Select(static error => error.Message)));
        }

        Assert.Equal(runs, File.ReadAllLines(count).Length);
    }

    [Fact]
    public void A_build_trains_again_where_a_file_of_the_cache_changed()
    {
        using var sandbox = new Sandbox();
        string cache = sandbox.PathOf("cache"), labels = Path.Combine(cache, "mnist", "train-labels-idx1-ubyte.gz");
        var environment = new Dictionary<string, string> { [CachedDataset.CacheVariable] = cache };
        WriteDigits(Path.Combine(cache, "mnist"), "train", 60_000, shift: 0);
        WriteDigits(Path.Combine(cache, "mnist"), "t10k", 10_000, shift: 0);
        sandbox.Write("tiny.json", """
            {"name": "Tiny", "height": 28, "width": 28, "channels": 1, "layer": [{"kind": "MaxPool2d", "kernelSize": 7}, {"kind": "Flatten"}, {"kind": "Dense", "units": 10}]}
            """);
        sandbox.WriteProject("a.csproj", """<CnnModel Include="digits" Dataset="Mnist" Architecture="tiny.json" Epoch="1" BatchSize="500" LearningRate="0.01" MinAccuracy="0.05" Report="false" />""");
        Assert.Equal(3, sandbox.Build(["-v:d"], environment).Passes().WorkerStarts);
        Assert.Equal(0, sandbox.Build(["--no-restore", "-v:d"], environment).Passes().WorkerStarts);

        DateTime written = File.GetLastWriteTimeUtc(labels);
        WriteDigits(Path.Combine(cache, "mnist"), "train", 60_000, shift: 1);
        File.SetLastWriteTimeUtc(labels, written.AddSeconds(1));
        Assert.True(sandbox.Build(["--no-restore", "-v:d"], environment).WorkerStarts >= 2); // the training, and what follows from another model
        Assert.Equal(0, sandbox.Build(["--no-restore", "-v:d"], environment).WorkerStarts);
    }

    private string Cache => Path.Combine(_folder.FullName, "cache");

    private DataSnapshot Look(string dataset) => DataSnapshot.Take(dataset, Path.Combine(_folder.FullName, dataset), Cache, Path.Combine(_folder.FullName, "memory"));

    /// <summary>A split in MNIST's format: ten kinds of plain images, each class one brightness.</summary>
    private static void WriteDigits(string folder, string split, int count, int shift)
    {
        Directory.CreateDirectory(folder);
        byte[] images = new byte[count * 28 * 28], labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = (byte)((i + shift) % 10);
            images.AsSpan(i * 28 * 28, 28 * 28).Fill((byte)(i % 10 * 25));
        }

        Write(Path.Combine(folder, $"{split}-images-idx3-ubyte.gz"), [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(28), .. BigEndian(28)], images);
        Write(Path.Combine(folder, $"{split}-labels-idx1-ubyte.gz"), [0, 0, 8, 1, .. BigEndian(count)], labels);
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static void Write(string path, byte[] header, byte[] content)
    {
        using var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        stream.Write(header);
        stream.Write(content);
    }
}
