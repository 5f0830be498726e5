using System.Reflection;
using CnnTools.Engine.Tests.Datasets;
using CnnTools.Fuzz;

namespace CnnTools.Engine.Tests.Fuzzing;

/// <summary>
/// What the fuzzer found worth keeping (docs/fuzzing.md): each input, read again, meets the end that its file's name says, and the reader takes no more memory
/// than a sound one may.
/// </summary>
public sealed class CorpusTests : IDisposable
{
    private static readonly string s_corpus = Path.Combine(
        typeof(CorpusTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static each => each.Key == "RepositoryRoot").Value!, "tests", "CnnTools.Engine.Tests", "Fuzzing", "corpus");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Target
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (FuzzTarget target in FuzzTarget.All) names.Add(target.Name);
            return names;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Target))]
    public void Every_input_meets_the_end_it_met_before(string name)
    {
        FuzzTarget target = FuzzTarget.All.Single(each => each.Name == name);
        string[] files = Directory.GetFiles(Path.Combine(s_corpus, name));
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            byte[] input = File.ReadAllBytes(file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            string outcome = target.Run(input, _folder.Path) ?? "accepted";
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal($"{Path.GetFileName(file).Split('-')[0]} {file}", $"{outcome} {file}");
            Assert.True(allocated <= (8 << 20) + target.AllocationPerByte * input.Length, $"{file}: {allocated:N0} bytes for an input of {input.Length:N0}");
        }
    }

    [Fact]
    public void Inputs_of_a_reader_are_both_taken_and_refused()
    {
        foreach (string folder in Directory.GetDirectories(s_corpus))
            Assert.True(Directory.GetFiles(folder, "accepted-*").Length > 0 && Directory.GetFiles(folder).Any(static file => !Path.GetFileName(file).StartsWith("accepted-", StringComparison.Ordinal)), folder);
    }
}
