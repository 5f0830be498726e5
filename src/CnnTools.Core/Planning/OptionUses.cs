namespace CnnTools.Core.Planning;

/// <summary>Where the value of an option is written.</summary>
[Flags]
internal enum OptionUses
{
    /// <summary>Nowhere: paths, permissions, and what is written in a form of its own (dataset, network, device).</summary>
    None = 0,

    /// <summary>In the provenance of a model file.</summary>
    Model = 1,

    /// <summary>In the record of a run and in TensorBoard's event files.</summary>
    Record = 2,

    /// <summary>In the resume identity: a run with another value would be another training.</summary>
    Identity = 4,

    /// <summary>In the resume identity, too; but another value only changes the last bits, and is a warning.</summary>
    Circumstance = 8,

    /// <summary>What the course of a training depends on.</summary>
    Choice = Model | Record | Identity,

    /// <summary>How long a training lasts: it can be extended.</summary>
    Extent = Model | Record,
}
