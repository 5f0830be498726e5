namespace CnnTools.Build;

/// <summary>An option of a training as metadata of an item; the list of them is made of the engine's table in this project's build.</summary>
internal sealed class TrainingMetadata(string name, string option, MetadataForm form, bool isSwitch, bool isOnByDefault, string? buildDefault)
{
    /// <summary>The metadata's name.</summary>
    public string Name { get; } = name;

    /// <summary>The worker's option.</summary>
    public string Option { get; } = option;

    /// <summary>How the value is passed on.</summary>
    public MetadataForm Form { get; } = form;

    /// <summary>True if the value is true or false.</summary>
    public bool IsSwitch { get; } = isSwitch;

    /// <summary>True if the worker's option switches off what is on without it.</summary>
    public bool IsOnByDefault { get; } = isOnByDefault;

    /// <summary>The value if the project specifies none; null leaves it to the worker.</summary>
    public string? BuildDefault { get; } = buildDefault;
}

/// <summary>How a value is passed on to the worker.</summary>
internal enum MetadataForm
{
    /// <summary>As it is.</summary>
    Value,

    /// <summary>As it is, also to the steps after the training.</summary>
    Machine,

    /// <summary>As a path, made full.</summary>
    Folder,

    /// <summary>As a path, made full, with a subfolder per model.</summary>
    FolderPerModel,
}
