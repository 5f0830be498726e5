using System.Reflection;

namespace CnnTools.Engine.Tests.Images;

/// <summary>Small images of every color type (<c>reference/make_images.py</c>).</summary>
internal static class ReferenceImages
{
    private static readonly string s_tests = Path.Combine(
        typeof(ReferenceImages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static entry => entry.Key == "RepositoryRoot").Value!, "tests", "CnnTools.Engine.Tests");

    public static string Folder { get; } = Path.Combine(s_tests, "Images", "reference");

    /// <summary>Inputs that a fuzzer kept: a byte for the color mode, then the file (docs/fuzzing.md).</summary>
    public static string CorpusFolder { get; } = Path.Combine(s_tests, "Fuzzing", "corpus", "image");

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));
}
