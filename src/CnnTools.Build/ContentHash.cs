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

    private static string Text(byte[] hash) => BitConverter.ToString(hash).Replace("-", "").ToLowerInvariant();
}
