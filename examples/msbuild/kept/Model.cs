using System.IO;

namespace Kept;

/// <summary>The model that passed the gates of this build.</summary>
public static class Model
{
    /// <summary>Opens the model's file.</summary>
    public static Stream Open() => typeof(Model).Assembly.GetManifestResourceStream("shapes.safetensors")!;
}
