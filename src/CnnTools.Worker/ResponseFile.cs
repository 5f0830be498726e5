namespace CnnTools.Worker;

/// <summary>Arguments from a file (<c>@arguments.rsp</c>): one a line, taken as it stands, so that no path needs quoting. Empty lines are passed
/// over.</summary>
internal static class ResponseFile
{
    /// <summary>Reads arguments; the signature is System.CommandLine's.</summary>
    public static bool TryRead(string path, out IReadOnlyList<string>? arguments, out string? error)
    {
        try
        {
            arguments = [.. File.ReadLines(path).Where(static line => line.Length > 0)];
            error = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            (arguments, error) = (null, $"@{path}: expected a file with an argument a line; {exception.Message}");
            return false;
        }
    }
}
