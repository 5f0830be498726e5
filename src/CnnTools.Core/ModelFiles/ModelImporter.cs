using System.Security.Cryptography;
using CnnTools.Core.Datasets;
using CnnTools.Core.Files;
using CnnTools.Core.Networks;

namespace CnnTools.Core.ModelFiles;

/// <summary>
/// Makes a model file of weights trained elsewhere, as PyTorch users save them with the safetensors package or export them to ONNX. Loads no libtorch. What the
/// file cannot tell is the
/// user's: the network, the class names, and that images were divided by 255. Constants of batch normalisation are the network's (epsilon 0.001 as in Keras
/// unless the network says otherwise; PyTorch's own is 0.00001).
/// </summary>
public static class ModelImporter
{
    /// <summary>Imports weights.</summary>
    /// <param name="options">The file, its network and its classes.</param>
    /// <param name="verbose">Is told which tensor became which parameter, and what was left out; may be null.</param>
    /// <returns>The description of the file written.</returns>
    /// <exception cref="CnnException">
    /// The file is missing (<c>ModelNotFound</c>), a pickle (<c>WeightsFormatUnknown</c>) or no sound safetensors file (ids that begin with <c>ModelFile</c>);
    /// its
    /// tensors are not the network's (<c>ModelWeightsInvalid</c>); the network does not exist or does not fit to the classes; an option cannot be used
    /// (<c>OptionInvalid</c>, <c>OutputExists</c>, <c>OutputPathInvalid</c>).
    /// </exception>
    public static CnnModelInfo Import(CnnImportOptions options, Action<string>? verbose = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        string output = OutputFile.Check(options.OutputPath, nameof(options.OutputPath), options.Force)!;
        (IReadOnlyList<string> classNames, CnnDatasetInfo? dataset) = Classes(options);
        CnnNetwork network = Network(options, classNames.Count, dataset);
        string path = Path.GetFullPath(options.Path);
        RefusePickle(path);
        IReadOnlyList<SafeTensorsWriter.Entry> found = Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            ? OnnxReader.Read(path).Weights
            : SafeTensorsReader.Read(path).Tensors;

        SafeTensorsWriter.Entry[] tensors = [.. found.Where(static tensor => !WeightCheck.IsBatchCounter(tensor.Name))];
        int counters = found.Count - tensors.Length;
        if (counters > 0) verbose?.Invoke(Invariant($"Left out {counters} num_batches_tracked: nothing reads them."));
        foreach (SafeTensorsWriter.Entry tensor in tensors)
            if (!WeightTypes.Known.Contains(tensor.Type))
                throw new CnnException("ModelWeightsInvalid", CnnErrorCategory.InvalidData, $"'{path}': tensor '{tensor.Name}': expected one of the types {string.Join(", ", WeightTypes.Known)}; found {tensor.Type}. Save the weights as floating-point numbers.", path);
        IReadOnlyList<(string From, SafeTensorsWriter.Entry Tensor)> matched = WeightNames.Match(network, tensors, path);
        foreach ((string from, SafeTensorsWriter.Entry tensor) in matched) verbose?.Invoke($"{from} [{string.Join(", ", tensor.Shape)}] {tensor.Type} -> {tensor.Name}");
        SafeTensorsWriter.Entry[] weights = [.. matched.Select(static match => WeightTypes.ToFloat32(match.Tensor))];

        WeightCheck.Check(network, weights, path);
        var provenance = new { Engine = ModelFile.EngineVersion, ImportedFrom = Path.GetFileName(path), ImportedHash = Hash(path) };
        ModelFile.Save(output, network, classNames, weights, provenance);
        return ModelReader.Describe(output);
    }

    private static (IReadOnlyList<string> Names, CnnDatasetInfo? Dataset) Classes(CnnImportOptions options)
    {
        if (options.Class is null == options.Dataset is null) throw Invalid($"Class, Dataset: expected class names in label order, or a dataset to take them from; found {(options.Class is null ? "neither" : "both")}.", options.Class);
        if (options.Dataset is { } name)
        {
            CnnDatasetInfo dataset = new DatasetStore(new DatasetStoreOptions { CacheFolder = options.DatasetCache, Offline = true }).Describe(name, CnnSplit.Train);
            return (dataset.Classes, dataset);
        }

        string[] names = [.. options.Class!];
        if (names.Any(string.IsNullOrWhiteSpace)) throw Invalid("Class: expected names; found an empty one.", names);
        if (names.GroupBy(static each => each, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice) throw Invalid($"Class: expected each name once; found '{twice.Key}' {twice.Count()} times.", twice.Key);
        return (names, null);
    }

    private static CnnNetwork Network(CnnImportOptions options, int classCount, CnnDatasetInfo? dataset)
    {
        bool named = options.Network is null && options.Architecture is not null && NetworkCatalog.TryFind(options.Architecture) is not null;
        if (options.InputShape is { } given)
        {
            if (!named) throw Invalid("InputShape applies to a network given by its name; one given as a file or an object states its own. Leave InputShape out, or change the network.", given);
            if (given.Count != 3 || given.Any(static side => side < 1)) throw Invalid($"InputShape: expected height, width and channels, each at least 1, for instance 32,32,3; found {string.Join(',', given)}.", given);
            return NetworkResolver.ResolveAlone(options.Architecture!, (given[0], given[1], given[2]), classCount);
        }

        if (options.Network is { } network)
        {
            ShapeInference.CheckClassScores(network, ShapeInference.Infer(network), classCount);
            return network;
        }

        if (options.Architecture is null) throw Invalid("Architecture: expected a network's name or the path of a network in JSON; found neither.", null);
        return NetworkResolver.ResolveAlone(options.Architecture, dataset is null ? null : (dataset.Height, dataset.Width, dataset.Channels), classCount);
    }

    /// <summary>PyTorch's own files are zip archives with a pickle in them, or pickles: programs, in effect. They are told apart only to say what to do
    /// instead.</summary>
    private static void RefusePickle(string path)
    {
        if (!File.Exists(path)) return; // The reader knows the error.
        Span<byte> start = stackalloc byte[9];
        int length;
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1)) length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        // 0x80 0x02 may also be the length of a header, 640 bytes; a header begins with '{' after eight bytes.
        bool pickle = start.StartsWith((ReadOnlySpan<byte>)[0x80, 0x02]) && start[8] != (byte)'{';
        if (length < start.Length || !(start.StartsWith("PK\x03\x04"u8) || pickle)) return;
        throw new CnnException("WeightsFormatUnknown", CnnErrorCategory.InvalidData,
            $"'{path}': expected safetensors; found a file of torch.save, which can hold code and is never read. In Python: safetensors.torch.save_file(model.state_dict(), 'weights.safetensors').", path);
    }

    private static string Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static CnnException Invalid(string message, object? target) => new("OptionInvalid", CnnErrorCategory.InvalidArgument, message, target);
}
