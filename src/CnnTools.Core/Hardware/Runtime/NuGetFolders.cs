using NuGet.Configuration;

namespace CnnTools.Core.Hardware.Runtime;

/// <summary>The folders in which NuGet keeps restored packages, as its configuration has them.</summary>
internal static class NuGetFolders
{
    /// <summary>The folder of packages and the fallback folders.</summary>
    /// <param name="folder">Configuration files in this folder and above it count, as for <c>dotnet restore</c>.</param>
    /// <returns>Nothing if the configuration cannot be read: a search must not fail for it.</returns>
    public static IReadOnlyList<string> Find(string folder)
    {
        try
        {
            ISettings settings = Settings.LoadDefaultSettings(folder);
            return [SettingsUtility.GetGlobalPackagesFolder(settings), .. SettingsUtility.GetFallbackPackageFolders(settings)];
        }
        catch (NuGetConfigurationException)
        {
            return [];
        }
    }
}
