using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace CnnTools.Engine.Tests.Export;

/// <summary>The ONNX runtime of the npm registry (<c>tests/onnx</c>), run in a process of its own.</summary>
internal static class OnnxRuntime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private static readonly string s_folder = Path.Combine(
        typeof(OnnxRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!, "tests", "onnx");

    private static readonly Lazy<string?> s_missing = new(FindMissing);

    /// <summary>Why the runtime cannot be used; null where it can.</summary>
    public static string? Missing => s_missing.Value;

    /// <summary>Runs a model.</summary>
    /// <param name="model">The ONNX file's content.</param>
    /// <param name="pixels">Pictures, last index fastest.</param>
    /// <param name="shape">Their shape: pictures, channels, height, width.</param>
    /// <returns>Probabilities and their shape.</returns>
    public static (float[] Probabilities, string Shape) Run(byte[] model, float[] pixels, params long[] shape)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string modelPath = Path.Combine(folder, "model.onnx"), input = Path.Combine(folder, "input.bin"), output = Path.Combine(folder, "output.bin");
            File.WriteAllBytes(modelPath, model);
            File.WriteAllBytes(input, MemoryMarshal.AsBytes<float>(pixels).ToArray());
            (int exitCode, string text) = Node(modelPath, input, string.Join(',', shape), output);
            Assert.True(exitCode == 0, text);
            return (MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(output)).ToArray(), text[text.IndexOf('[')..].Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? FindMissing()
    {
        if (!Directory.Exists(Path.Combine(s_folder, "node_modules", "onnxruntime-node"))) return "needs the npm package onnxruntime-node: run npm ci in tests/onnx.";
        try
        {
            (int exitCode, string text) = Node();
            return exitCode == 0 ? null : $"onnxruntime-node does not load here: {text.Trim()}";
        }
        catch (Win32Exception)
        {
            return "needs Node.js 18 or later on the PATH; found none.";
        }
    }

    private static (int ExitCode, string Text) Node(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(s_folder, "run.mjs"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"node did not end within {s_limit.TotalMinutes} minutes.");
        }
        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }
}

/// <summary>A fact that needs the ONNX runtime; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimeFactAttribute : FactAttribute
{
    public OnnxRuntimeFactAttribute() => Skip = OnnxRuntime.Missing!;
}

/// <summary>A theory that needs the ONNX runtime; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimeTheoryAttribute : TheoryAttribute
{
    public OnnxRuntimeTheoryAttribute() => Skip = OnnxRuntime.Missing!;
}
