using System;

namespace CnnTools.Build;

/// <summary>What the end of a worker means that reported no error of its own.</summary>
internal static class WorkerExit
{
    // What the dotnet host ends with where the runtime that a program needs is not installed: 150 on Unix, 0x80008096 on Windows.
    private const int FrameworkMissing = 150;
    private const int FrameworkMissingOnWindows = unchecked((int)0x80008096);

    /// <summary>The code to report.</summary>
    public static string CodeOf(int exitCode) => exitCode is FrameworkMissing or FrameworkMissingOnWindows ? "CNN0002" : "CNN3002";

    /// <summary>What happened and what to do.</summary>
    /// <param name="verb">What the worker did.</param>
    /// <param name="exitCode">What it ended with.</param>
    public static string Describe(string verb, int exitCode)
    {
        if (CodeOf(exitCode) == "CNN0002") return $"{verb}: the worker needs the .NET 10 runtime, which the dotnet that runs this build does not have. Install it, or set CnnToolsDotNetPath.";
        // A process that a signal ended has 128 and the signal's number.
        string cause = exitCode switch
        {
            137 => "was killed (signal 9): by somebody, or by the system for want of memory; a smaller BatchSize needs less",
            139 => "crashed (signal 11)",
            134 => "crashed (signal 6)",
            132 => "crashed (signal 4): its libtorch needs a newer processor",
            // On Windows a process ends with the exception's code.
            unchecked((int)0xC000001D) => "crashed (illegal instruction): its libtorch needs a newer processor",
            unchecked((int)0xC0000005) => "crashed (access violation)",
            < -1 => FormattableString.Invariant($"crashed with code 0x{exitCode:X8}"),
            > 128 and < 160 => FormattableString.Invariant($"was ended by signal {exitCode - 128}"),
            _ => FormattableString.Invariant($"ended with exit code {exitCode} and without an error"),
        };
        return $"{verb}: the worker {cause}. What it had finished is whole; build again.";
    }
}
