using System.Reflection;

namespace CnnTools.Build.Tests;

/// <summary>What the build left for these tests.</summary>
internal static class Built
{
    public static string Packages => Value("Packages");

    /// <summary>The machine's folder of restored packages.</summary>
    public static string PackageCache => Value("PackageCache");

    public static string Worker => Value("Worker");

    public static string Examples => Value("Examples");

    public static string Documentation => Value("Documentation");

    private static string Value(string key) => typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
