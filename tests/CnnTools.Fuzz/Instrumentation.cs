using SharpFuzz;

namespace CnnTools.Fuzz;

/// <summary>Rewrites an assembly so that each branch counts itself.</summary>
internal static class Instrumentation
{
    /// <summary>Rewrites it in place; one that counts already is left alone.</summary>
    public static void Apply(string path)
    {
        try
        {
            Console.WriteLine($"Instrumented {Fuzzer.Instrument(path, static _ => true, Options.Value).Count()} types of {path}");
        }
        catch (InstrumentationException already)
        {
            Console.WriteLine(already.Message);
        }
    }
}
