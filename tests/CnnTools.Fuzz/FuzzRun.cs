using System.Diagnostics;
using System.Security.Cryptography;

namespace CnnTools.Fuzz;

/// <summary>
/// Feeds one reader for a while: takes an input that reached something new, changes it, keeps the result if it reaches something new in turn. A finding is any
/// exception but a
/// refusal, an input that takes longer than <see cref="Patience"/>, and one that makes the reader allocate far more than its own length.
/// </summary>
internal sealed class FuzzRun(FuzzTarget target, int seed, string corpus, string findings)
{
    /// <summary>Longest time for an input.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // What a sound reader may allocate besides a multiple of the input: buffers and tables of fixed size.
    private const long FixedAllocation = 8 << 20;

    private readonly Coverage _coverage = new();
    private readonly List<byte[]> _kept = [];
    private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _findings = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"cnntools-fuzz-{Environment.ProcessId}")).FullName;
    private byte[]? _current;
    private long _started;

    /// <summary>Runs.</summary>
    /// <param name="time">How long.</param>
    /// <returns>Number of findings.</returns>
    public int Run(TimeSpan time)
    {
        Directory.CreateDirectory(corpus);
        using var watch = new Timer(_ => StopIfHung(), null, Patience, TimeSpan.FromSeconds(1));
        foreach (string file in Directory.EnumerateFiles(corpus).Order(StringComparer.Ordinal)) Try(File.ReadAllBytes(file), isNew: true);
        if (_kept.Count == 0) _kept.Add([0]);
        int given = _kept.Count, runs = 0;
        var mutator = new Mutator(seed);
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            // Half of the time one of the last that were kept: what is new is where there is more to find.
            int newest = Math.Max(0, _kept.Count - 20);
            byte[] input = _kept[random.Next(2) == 0 ? random.Next(_kept.Count) : random.Next(newest, _kept.Count)];
            Try(mutator.Mutate(input, _kept[random.Next(_kept.Count)]), isNew: false);
            runs++;
        }

        Console.WriteLine(FormattableString.Invariant($"{target.Name}: {runs:N0} inputs in {clock.Elapsed.TotalSeconds:F0} s, {_coverage.Count:N0} pairs of branches, {_kept.Count - given} inputs kept beside {given}, {_findings.Count} findings"));
        foreach ((string outcome, int count) in _outcomes.OrderByDescending(static pair => pair.Value)) Console.WriteLine(FormattableString.Invariant($"  {outcome}: {count:N0}"));
        Directory.Delete(_folder, recursive: true);
        return _findings.Count;
    }

    private void Try(byte[] input, bool isNew)
    {
        (_started, _current) = (Stopwatch.GetTimestamp(), input);
        _coverage.Start();
        long before = GC.GetAllocatedBytesForCurrentThread();
        string outcome;
        try
        {
            outcome = target.Run(input, _folder) ?? "accepted";
        }
        catch (Exception unexpected)
        {
            outcome = unexpected.GetType().Name;
            Report(input, $"{outcome} in {Place(unexpected)}", unexpected.ToString());
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _current = null;
        if (allocated > FixedAllocation + target.AllocationPerByte * input.Length) Report(input, "allocation", FormattableString.Invariant($"{allocated:N0} bytes for an input of {input.Length:N0}"));
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        bool reached = _coverage.IsNew();
        if (isNew) _kept.Add(input);
        else if (reached) Keep(input);
    }

    private void Keep(byte[] input)
    {
        _kept.Add(input);
        File.WriteAllBytes(Path.Combine(corpus, NameOf(input)), input);
    }

    private void Report(byte[] input, string kind, string text)
    {
        if (!_findings.Add(kind)) return;
        Directory.CreateDirectory(findings);
        string path = Path.Combine(findings, $"{target.Name}-{NameOf(input)}");
        File.WriteAllBytes(path, input);
        Console.WriteLine($"FINDING {target.Name}: {kind}\n  {path}\n  {text.ReplaceLineEndings("\n  ")}");
    }

    private void StopIfHung()
    {
        if (_current is not { } input || Stopwatch.GetElapsedTime(_started) < Patience) return;
        Report(input, "hang", $"longer than {Patience.TotalSeconds} s");
        Environment.Exit(3);
    }

    private static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];

    private static string Place(Exception exception) => new StackTrace(exception).GetFrames().Select(static frame => frame.GetMethod()).FirstOrDefault(static method => method?.DeclaringType?.Assembly.GetName().Name is "CnnTools.Core" or "CnnTools.Engine") is { } method
        ? $"{method.DeclaringType!.Name}.{method.Name}"
        : "no method of ours";
}
