using System.Text.RegularExpressions;

namespace CnnTools.Engine.Devices.Runtime;

/// <summary>A libtorch with headers: an unpacked archive, or the folder <c>torch</c> of a PyTorch wheel.</summary>
/// <param name="Path">Its folder, which holds <c>lib</c>, <c>include</c> and <c>share/cmake/Torch</c>.</param>
/// <param name="Version">Its version.</param>
internal sealed partial record LibTorchFolder(string Path, string Version)
{
    private static readonly string[] Needed = ["include/ATen/ATen.h", "share/cmake/Torch/TorchConfig.cmake", "share/cmake/Torch/TorchConfigVersion.cmake"];

    /// <summary>Finds libtorch in a folder: itself, or its subfolder <c>libtorch</c> or <c>torch</c>.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="origin">What to call it in an error; null takes the folder.</param>
    /// <exception cref="CnnException"><c>RuntimeInvalid</c>: it is not there, or lacks something.</exception>
    public static LibTorchFolder Find(string folder, string? origin = null)
    {
        string path = new[] { folder, System.IO.Path.Combine(folder, "libtorch"), System.IO.Path.Combine(folder, "torch") }.FirstOrDefault(IsOne)
            ?? throw RuntimeErrors.Invalid($"{origin ?? folder}: expected a libtorch with {Library} and {string.Join(", ", Needed)}; {Missing(folder)} is not there. Take an archive of libtorch for C++, or the folder torch of a PyTorch wheel.", origin ?? folder);
        string version = VersionText().Match(File.ReadAllText(System.IO.Path.Combine(path, Needed[2]))).Value;
        return version.Length > 0 ? new LibTorchFolder(path, version) : throw RuntimeErrors.Invalid($"{path}: expected a version in {Needed[2]}; found none.", path);
    }

    private static string Library => OperatingSystem.IsWindows() ? "lib/torch_cpu.lib" : OperatingSystem.IsMacOS() ? "lib/libtorch_cpu.dylib" : "lib/libtorch_cpu.so";

    private static bool IsOne(string folder) => Missing(folder) is null;

    private static string? Missing(string folder) => Needed.Prepend(Library).FirstOrDefault(file => !File.Exists(System.IO.Path.Combine(folder, file)));

    [GeneratedRegex(@"[0-9]+\.[0-9]+\.[0-9]+")]
    private static partial Regex VersionText();
}
