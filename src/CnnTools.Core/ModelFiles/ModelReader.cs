namespace CnnTools.Core.ModelFiles;

/// <summary>Tells what a model file says about itself. Loads no libtorch.</summary>
public static class ModelReader
{
    /// <summary>Reads a model file and checks all of it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CnnException">
    /// There is no such file (<c>ModelNotFound</c>), it is not the format it should be (ids that begin with <c>ModelFile</c>), not a model of ours
    /// (<c>ModelFormatUnknown</c>), or its parts do not fit together (<c>ModelMetadataInvalid</c>, <c>ModelWeightsInvalid</c>, <c>NetworkInvalid</c>).
    /// </exception>
    public static CnnModelInfo Describe(string path) => ModelDocument.Read(path).ToInfo();
}
