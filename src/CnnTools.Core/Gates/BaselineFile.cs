using System.Text.Json;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Files;

namespace CnnTools.Core.Gates;

/// <summary>The baseline's file: JSON without dates or machine names, so that it changes only where the model did.</summary>
public static class BaselineFile
{
    private const string Format = "cnntools-baseline/1";

    /// <summary>Writes a baseline, the whole file or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="baseline">The baseline.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <exception cref="CnnException"><c>OutputExists</c>; <c>OutputPathInvalid</c>.</exception>
    public static void Write(string path, Baseline baseline, bool force) =>
        AtomicFile.Write(OutputFile.Check(path, "OutputPath", force)!, stream =>
        {
            JsonSerializer.Serialize(stream, new Document(Format, baseline), EvaluationFile.Json);
            stream.WriteByte((byte)'\n');
        });

    /// <summary>Checks that a baseline may be written, before the work that it takes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <exception cref="CnnException"><c>OutputExists</c>; <c>OutputPathInvalid</c>.</exception>
    public static void CheckOutput(string path, bool force) => OutputFile.Check(path, "OutputPath", force);

    /// <summary>Reads a baseline and checks that its parts fit together.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CnnException"><c>BaselineNotFound</c>; <c>BaselineInvalid</c>.</exception>
    public static Baseline Read(string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new CnnException("BaselineNotFound", CnnErrorCategory.ObjectNotFound, $"expected a baseline in '{full}'; there is no such file. Write one from a model you trust (MSBuild target CnnUpdateBaseline, cmdlet New-CnnBaseline, or the worker's verb baseline), look at it, and commit it.", full);
        try
        {
            using FileStream stream = File.OpenRead(full);
            Document document = JsonSerializer.Deserialize<Document>(stream, EvaluationFile.Json) ?? throw new JsonException("it is null.");
            if (document.Format != Format) throw new JsonException($"expected format {Format}; found {document.Format}.");
            Check(document.Baseline);
            return document.Baseline;
        }
        catch (Exception invalid) when (invalid is JsonException or IOException or UnauthorizedAccessException)
        {
            // The serializer's own words name our types; ours say what does not fit.
            string why = invalid is JsonException { LineNumber: { } line } ? $"from line {line + 1} on it is no JSON of a baseline." : invalid.Message;
            throw new CnnException("BaselineInvalid", CnnErrorCategory.InvalidData, $"expected a baseline in '{full}'; {why} Write it again from a model you trust.", full, invalid);
        }
    }

    private static void Check(Baseline baseline)
    {
        if (baseline.Count < 1) throw new JsonException("it rests on no images.");
        if (baseline.Run.Count == 0) throw new JsonException("it holds no run.");
        foreach (BaselineRun run in baseline.Run)
        {
            if (CorrectnessBits.TryUnpack(run.Correct, baseline.Count) is not { } right) throw new JsonException("its answers do not fit its number of images.");
            if (Math.Abs(run.Accuracy - (double)right.Count(static image => image) / baseline.Count) > 1e-9) throw new JsonException("its answers do not add up to its accuracy.");
        }

        if (Math.Abs(baseline.Accuracy - baseline.Run.Average(static run => run.Accuracy)) > 1e-9) throw new JsonException("its runs do not average to its accuracy.");
    }

    private sealed record Document(string Format, Baseline Baseline);
}
