namespace CnnTools.Core.Planning;

/// <summary>How a build passes an option from the metadata of a <c>CnnModel</c> item on to the worker.</summary>
public enum MetadataForm
{
    /// <summary>As the option's value.</summary>
    Value,

    /// <summary>As the option's value, also to the steps after the training: where and on what they run.</summary>
    Machine,

    /// <summary>A folder, relative to the project.</summary>
    Folder,

    /// <summary>A folder, relative to the project, with a subfolder for each model.</summary>
    FolderPerModel,

    /// <summary>The build has its own way with it, or does not have it.</summary>
    None,
}
