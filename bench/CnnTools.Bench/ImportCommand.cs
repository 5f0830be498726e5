using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using static System.FormattableString;

namespace CnnTools.Bench;

/// <summary>Measures what importing the module costs, beside bare PowerShell and beside modules that many know: each round starts every PowerShell once, in
/// another order.</summary>
internal static class ImportCommand
{
    private sealed record Setting(string Name, string Script);

    public static Command Create()
    {
        var pwsh = new Option<string>("--pwsh") { DefaultValueFactory = _ => "pwsh", Description = "The command that starts PowerShell." };
        var module = new Option<string>("--module") { DefaultValueFactory = _ => "artifacts/module/CnnTools", Description = "The module's folder." };
        var round = new Option<int>("--round") { DefaultValueFactory = _ => 15, Description = "Rounds, at least 1." };
        var command = new Command("import", "Measures the module's import time beside bare PowerShell and beside well-known modules.") { pwsh, module, round };
        command.SetAction(result => Run(result.GetValue(pwsh)!, Path.GetFullPath(result.GetValue(module)!), result.GetValue(round)));
        return command;
    }

    private static int Run(string pwsh, string module, int rounds)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cnntools-bench-");
        try
        {
            return Run(pwsh, module, LeastModule(pwsh, folder.FullName), rounds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Makes the least that a module of compiled cmdlets with a view can be: what it costs, any costs.</summary>
    private static string LeastModule(string pwsh, string folder)
    {
        string manifest = Path.Combine(folder, "Least.psd1");
        File.WriteAllText(manifest, "@{ RootModule = 'Least.dll'; ModuleVersion = '1.0.0'; FormatsToProcess = @('Least.Format.ps1xml'); CmdletsToExport = @('Get-Least'); FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }");
        File.WriteAllText(Path.Combine(folder, "Least.Format.ps1xml"),
            "<Configuration><ViewDefinitions><View><Name>Least</Name><ViewSelectedBy><TypeName>Least</TypeName></ViewSelectedBy><ListControl><ListEntries><ListEntry><ListItems><ListItem><PropertyName>Name</PropertyName></ListItem></ListItems></ListEntry></ListEntries></ListControl></View></ViewDefinitions></Configuration>");
        File.WriteAllText(Path.Combine(folder, "make.ps1"),
            "Add-Type -OutputType Library -OutputAssembly (Join-Path $PSScriptRoot Least.dll) 'using System.Management.Automation; [Cmdlet(\"Get\", \"Least\")] public sealed class GetLeastCommand : PSCmdlet { }'");
        var start = new ProcessStartInfo(pwsh);
        foreach (string argument in (string[])["-NoProfile", "-NonInteractive", "-File", Path.Combine(folder, "make.ps1")]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0 ? manifest : throw new InvalidOperationException("The least module could not be made.");
    }

    private static int Run(string pwsh, string module, string least, int rounds)
    {
        Setting[] settings =
        [
            new("bare PowerShell", ""),
            new("CnnTools", $"Import-Module '{module.Replace("'", "''", StringComparison.Ordinal)}'"),
            new("a module of one empty cmdlet", $"Import-Module '{least.Replace("'", "''", StringComparison.Ordinal)}'"),
            new("Microsoft.PowerShell.PSResourceGet", "Import-Module Microsoft.PowerShell.PSResourceGet"),
            new("PSReadLine", "Import-Module PSReadLine"),
            new("Microsoft.PowerShell.ThreadJob", "Import-Module Microsoft.PowerShell.ThreadJob"),
            new("Pester", "Import-Module Pester -MinimumVersion 5.0"),
        ];
        // The first start of each reads files from the disk; what is asked here is what every later start costs.
        settings = [.. settings.Where(setting => Measure(pwsh, setting, warmUp: true) is not null)];

        Dictionary<string, List<(double Wall, double Import)>> times = settings.ToDictionary(setting => setting.Name, _ => new List<(double, double)>());
        for (int i = 0; i < rounds; i++)
        {
            foreach (Setting setting in settings.Skip(i % settings.Length).Concat(settings.Take(i % settings.Length)))
                times[setting.Name].Add(Measure(pwsh, setting, warmUp: false)!.Value);
        }

        double bare = Median(times[settings[0].Name].Select(time => time.Wall));
        Console.WriteLine("| started | whole process, ms: median (lowest to highest) | over bare PowerShell, ms | Import-Module itself, ms: median |");
        Console.WriteLine("|---|---|---|---|");
        foreach (Setting setting in settings)
        {
            double[] wall = [.. times[setting.Name].Select(time => time.Wall).Order()];
            Console.WriteLine(Invariant($"| {setting.Name} | {Median(wall):F0} ({wall[0]:F0} to {wall[^1]:F0}) | {Median(wall) - bare:F0} | {(setting.Script.Length == 0 ? "" : Median(times[setting.Name].Select(time => time.Import)).ToString("F0", CultureInfo.InvariantCulture))} |"));
        }

        return 0;
    }

    private static (double Wall, double Import)? Measure(string pwsh, Setting setting, bool warmUp)
    {
        string script = $"$ErrorActionPreference = 'Stop'; $watch = [Diagnostics.Stopwatch]::StartNew(); {setting.Script}; [Console]::Out.Write($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))";
        var start = new ProcessStartInfo(pwsh) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-NoProfile", "-NonInteractive", "-Command", script]) start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double wall = watch.Elapsed.TotalMilliseconds;
        if (process.ExitCode == 0 && double.TryParse(output, CultureInfo.InvariantCulture, out double import)) return (wall, import);
        if (!warmUp) throw new InvalidOperationException($"{setting.Name}: PowerShell ended with {process.ExitCode}: {errors.Result}");
        Console.Error.WriteLine($"{setting.Name}: left out: {errors.Result.Split('\n')[0]}");
        return null;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
