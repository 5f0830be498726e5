namespace CnnTools;

/// <summary>What a user asks of an import: weights made elsewhere, and the network and classes they belong to.</summary>
public sealed record CnnImportOptions
{
    /// <summary>The safetensors file with the weights.</summary>
    public required string Path { get; init; }

    /// <summary>A network's name or the path of a network in JSON; null where <see cref="Network"/> is given.</summary>
    public string? Architecture { get; init; }

    /// <summary>A network as an object; wins over <see cref="Architecture"/>.</summary>
    public CnnNetwork? Network { get; init; }

    /// <summary>Height, width and channels of the images, for a network given by its name; null takes the dataset's, else those the network was designed
    /// for.</summary>
    public IReadOnlyList<int>? InputShape { get; init; }

    /// <summary>Class names in label order; null where <see cref="Dataset"/> is given.</summary>
    public IReadOnlyList<string>? Class { get; init; }

    /// <summary>A dataset whose class names are the model's: a name, a folder or a CSV manifest. Its images are not read.</summary>
    public string? Dataset { get; init; }

    /// <summary>File the model is written to (safetensors).</summary>
    public required string OutputPath { get; init; }

    /// <summary>Whether an existing file at <see cref="OutputPath"/> may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Folder of the dataset cache; null takes <c>CNNTOOLS_DATASETS</c>, else <c>~/.cache/cnntools/datasets</c>.</summary>
    public string? DatasetCache { get; init; }
}
