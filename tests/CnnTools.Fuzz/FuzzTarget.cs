using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CnnTools.Core.Datasets;
using CnnTools.Core.Datasets.BuiltIn;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;
using CnnTools.Core.Images;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Planning;

namespace CnnTools.Fuzz;

/// <summary>
/// One reader of files, fed with bytes from anywhere. A refusal must be a <see cref="CnnException"/>; whatever else comes out is a finding. Where a checksum
/// guards what lies behind
/// it, the first byte of the input says whether it is made right, so that both sides of the check are reached.
/// </summary>
internal sealed class FuzzTarget
{
    private static readonly CifarDataset s_cifar = new()
    {
        Name = "Small", Folder = "small", ClassNames = ["a", "b"], Size = 2, Channels = 3, TrainCount = 3, TestCount = 3, Balanced = false, Mirrors = [],
        Archive = new PublishedFile("small.tar.gz", 1, ""), TrainFiles = ["one.bin"], TestFiles = ["test.bin"], LabelBytes = 1, LabelIndex = 0,
    };

    private readonly Action<byte[], string> _read;

    private FuzzTarget(string name, Action<byte[], string> read) => (Name, _read) = (name, read);

    /// <summary>All readers.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("model", static (input, folder) => ModelDocument.Read(Put(input, folder, "m.safetensors")).ToInfo()),
        new("checkpoint", static (input, folder) => Checkpoint.Read(Put(WithHash(input), folder, "c.safetensors"), static _ => { })),
        new("weights", static (input, folder) => ReadWeights(Put(input, folder, "w.safetensors"))),
        new("onnx", static (input, _) => ReadOnnx(input)),
        new("network", static (input, _) => ShapeInference.Infer(NetworkJson.Parse(Encoding.UTF8.GetString(input)))),
        new("idx", static (input, _) => ReadIdx(input)),
        new("cifar", static (input, _) => ReadCifar(input)),
        new("archive", static (input, folder) => ReadArchive(input, folder)),
        new("manifest", static (input, folder) => ReadManifest(Put(input, folder, "m.csv"))),
        new("image", static (input, _) => DecodeImage(input)) { AllocationPerByte = 60_000 },
        new("evaluation", static (input, folder) => EvaluationFile.Read(Put(input, folder, "e.json"))),
        new("baseline", static (input, folder) => BaselineFile.Read(Put(input, folder, "b.json"))),
    ];

    /// <summary>The reader's name, which is also that of its folder of inputs.</summary>
    public string Name { get; }

    /// <summary>Bytes that a sound reader may allocate for each byte of input: JSON documents, strings of two bytes per character. Deflate makes 8,256 black
    /// pixels from a byte.</summary>
    public long AllocationPerByte { get; private init; } = 256;

    /// <summary>Reads an input.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="folder">A folder for files.</param>
    /// <returns>The id of the error that refused it; null where it was accepted.</returns>
    public string? Run(byte[] input, string folder)
    {
        try
        {
            _read(input, folder);
            return null;
        }
        catch (CnnException refusal)
        {
            return refusal.ErrorId;
        }
    }

    private static string Put(byte[] input, string folder, string name)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, input);
        return path;
    }

    /// <summary>Drops the first byte; where it is odd, makes the last 32 bytes the SHA-256 of those before.</summary>
    private static byte[] WithHash(byte[] input)
    {
        if (input.Length == 0) return input;
        byte[] file = input[1..];
        if (input[0] % 2 == 1 && file.Length > 32) SHA256.HashData(file.AsSpan(..^32), file.AsSpan(^32..));
        return file;
    }

    // Small enough for its weights to be an input of a few thousand bytes.
    private const string ImportedNetwork = """
        { "name": "Tiny", "height": 32, "width": 32, "channels": 3, "layer": [ { "kind": "AveragePool2d", "kernelSize": 4 }, { "kind": "Conv2d", "filters": 2, "kernelSize": 3, "activation": "ReLU" },
          { "kind": "BatchNorm2d" }, { "kind": "GlobalAveragePool2d" }, { "kind": "Dense", "units": 10 } ] }
        """;

    private static void ReadWeights(string path)
    {
        CnnNetwork network = NetworkJson.Parse(ImportedNetwork);
        SafeTensorsWriter.Entry[] tensors = [.. SafeTensorsReader.Read(path).Tensors.Where(static tensor => !WeightCheck.IsBatchCounter(tensor.Name) && WeightTypes.Known.Contains(tensor.Type))];
        foreach ((_, SafeTensorsWriter.Entry tensor) in WeightNames.Match(network, tensors, path)) WeightTypes.ToFloat32(tensor);
    }

    private static void ReadOnnx(byte[] input) => _ = OnnxReader.Read(input, "o.onnx").Weights;

    private static void ReadIdx(byte[] input)
    {
        if (input.Length == 0) return;
        using Stream stream = Compressed(input[0] / 2 % 4, input[1..]);
        if (input[0] % 2 == 0) IdxReader.ReadImages(stream, "images", 3, 4);
        else IdxReader.ReadLabels(stream, "labels", 5, 10);
    }

    private static void ReadCifar(byte[] input)
    {
        // Behind an N come names; everything else is images.
        if (input is [(byte)'N', .. byte[] names]) CifarReader.CheckNames(Encoding.UTF8.GetString(names).Split('\n'), "names", s_cifar.ClassNames);
        else CifarReader.Read(new MemoryStream(input), "one.bin", s_cifar, new byte[3 * 12], new int[3]);
    }

    /// <summary>As plain (0), compressed here (1), or as it is, to be decompressed (2 and 3).</summary>
    private static Stream Compressed(int how, byte[] content)
    {
        if (how == 0) return new MemoryStream(content);
        return new GZipStream(new MemoryStream(how == 1 ? Compress(content) : content), CompressionMode.Decompress);
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return compressed.ToArray();
    }

    private static void ReadArchive(byte[] input, string folder)
    {
        if (input.Length == 0) return;
        byte[] content = input[1..];
        if (input[0] % 2 == 1) FixTarChecksums(content);
        string path = Put(input[0] / 2 % 2 == 0 ? Compress(content) : content, folder, "a.tar.gz");
        ArchiveMembers.Read(path, [new ArchiveMember("small/one.bin", 39), new ArchiveMember("small/test.bin", 39)], static (_, stream) => CifarReader.Read(stream, "one.bin", s_cifar, new byte[3 * 12], new int[3]));
    }

    /// <summary>Makes every block's checksum right, as a tar header has it: the sum of the block's bytes, its own field read as blanks.</summary>
    private static void FixTarChecksums(byte[] tar)
    {
        for (int block = 0; block + 512 <= tar.Length; block += 512)
        {
            Span<byte> header = tar.AsSpan(block, 512);
            if (header[0] == 0 || !header[257..262].SequenceEqual("ustar"u8)) continue;
            header.Slice(148, 8).Fill((byte)' ');
            int sum = 0;
            foreach (byte value in header) sum += value;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
        }
    }

    /// <summary>The first byte chooses gray or color.</summary>
    private static void DecodeImage(byte[] input)
    {
        if (input.Length == 0) return;
        int channels = input[0] % 2 == 0 ? 1 : 3;
        DecodedImage image = ImageDecoder.Decode(input.AsSpan(1), channels);
        if (image.Pixels.Length != channels * image.Height * image.Width) throw new InvalidOperationException("The number of pixels does not match the size.");
        if (ImageDecoder.ReadSize(input.AsSpan(1)) is var (height, width) && (long)height * width != (long)image.Height * image.Width) throw new InvalidOperationException("The size read is not the size decoded.");
        ImagePreparer.Prepare(input.AsSpan(1), new ImagePreparation(channels, 8, 6));
    }

    /// <summary>Images that a manifest may name lie beside it.</summary>
    private static void ReadManifest(string path)
    {
        foreach (string image in new[] { "a.png", "b.png" })
        {
            string place = Path.Combine(Path.GetDirectoryName(path)!, image);
            if (!File.Exists(place)) File.WriteAllBytes(place, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, 4, 0, 0, 0, 4]);
        }

        var store = new DatasetStore(new DatasetStoreOptions { Offline = true, CacheFolder = Path.GetDirectoryName(path) });
        store.Describe(path, CnnSplit.Train);
        store.HasSplit(path, CnnSplit.Test);
    }
}
