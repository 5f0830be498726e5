using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace CnnTools.Build;

/// <summary>Hashes of what a step depends on.</summary>
internal static class ContentHash
{
    /// <summary>SHA-256 of lines, lower-case hexadecimal.</summary>
    public static string OfLines(IEnumerable<string> lines)
    {
        using var algorithm = SHA256.Create();
        return Text(algorithm.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\n", lines))));
    }

    /// <summary>SHA-256 of a file's content; <c>missing</c> where there is none.</summary>
    public static string OfFile(string path)
    {
        if (!File.Exists(path)) return "missing";
        using var algorithm = SHA256.Create();
        using FileStream stream = File.OpenRead(path);
        return Text(algorithm.ComputeHash(stream));
    }

    /// <summary>What identifies the worker, whatever path or date its files have.</summary>
    /// <param name="workerPath">Path of CnnTools.Worker.dll.</param>
    public static string OfWorker(string workerPath)
    {
        string folder = Path.GetDirectoryName(workerPath)!;
        return OfLines(((string[])["CnnTools.Worker.dll", "CnnTools.Engine.dll", "CnnTools.Torch.dll", "libcnntorch.so"]).Select(name => $"{name} {OfFile(Path.Combine(folder, name))}"));
    }

    private static string Text(byte[] hash) => BitConverter.ToString(hash).Replace("-", "").ToLowerInvariant();
}
