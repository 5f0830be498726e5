using System.Reflection;

namespace CnnTools.Build.Tests;

/// <summary>What the build left for these tests.</summary>
internal static class Built
{
    public static string Packages => Value("Packages");

    /// <summary>The machine's folder of restored packages.</summary>
    public static string PackageCache => Value("PackageCache");

    public static string Worker => Value("Worker");

    public static string WorkerProject => Value("WorkerProject");

    public static string Module => Value("Module");

    /// <summary>Version of the .NET runtime that a self-contained program gets.</summary>
    public static string RuntimeVersion => Value("RuntimeVersion");

    /// <summary>The system of the SDK, whose host executable the SDK brings.</summary>
    public static string SdkRuntime => Value("SdkRuntime");

    public static string Examples => Value("Examples");

    public static string Documentation => Value("Documentation");

    private static string Value(string key) => typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
