namespace CnnTools.Core.Hardware.Runtime;

/// <summary>A folder that holds libtorch's libraries.</summary>
/// <param name="Source">What the place is: <c>Variable</c>, <c>Installed</c>, <c>Program</c> or <c>Package</c>.</param>
/// <param name="Folder">Full path of the folder of the libraries.</param>
/// <param name="Variant"><see cref="Cpu"/>, or <see cref="Cuda"/>.</param>
internal sealed record LibTorchPlace(string Source, string Folder, string Variant)
{
    /// <summary>The variant without CUDA.</summary>
    public const string Cpu = "cpu";

    /// <summary>The variant with CUDA, as the packages are named.</summary>
    public const string Cuda = "cuda-12.8";

    /// <summary>The libraries to load, in this order; each finds what it needs among those before it or in its own folder.</summary>
    public IEnumerable<string> Libraries => from name in Names let path = Path.Combine(Folder, FileName(name)) where File.Exists(path) select path;

    /// <summary>What a library's file is called on this system.</summary>
    public static string FileName(string name) => OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    private static string[] Names => ["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"];
}
