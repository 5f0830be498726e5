namespace CnnTools.Worker.Diagnostics;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Success = 0;

    /// <summary>An error was reported.</summary>
    public const int Error = 1;

    /// <summary>The command line cannot be understood; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by a signal: 128 + SIGINT, as shells report it.</summary>
    public const int Cancelled = 130;
}
