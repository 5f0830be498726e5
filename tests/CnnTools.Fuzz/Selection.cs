using System.Security.Cryptography;

namespace CnnTools.Fuzz;

/// <summary>Makes the inputs that a run gathered into the few that stay as tests.</summary>
internal static class Selection
{
    private const int LargestInput = 8 << 10;

    /// <summary>Goes through a corpus from the smallest input to the largest and copies each that reaches something the smaller ones did not.</summary>
    public static void Copy(FuzzTarget target, string corpus, string output)
    {
        Directory.CreateDirectory(output);
        string folder = Directory.CreateTempSubdirectory("cnntools-fuzz").FullName;
        var coverage = new Coverage(countsMatter: false);
        int copied = 0;
        foreach (byte[] input in Directory.EnumerateFiles(corpus).Select(File.ReadAllBytes).Where(static input => input.Length <= LargestInput).OrderBy(static input => input.Length))
        {
            coverage.Start();
            string outcome = target.Run(input, folder) ?? "accepted";
            if (!coverage.IsNew()) continue;
            File.WriteAllBytes(Path.Combine(output, $"{outcome}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}"), input);
            copied++;
        }

        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"{target.Name}: {copied} inputs reach {coverage.Count} pairs of branches");
    }
}
