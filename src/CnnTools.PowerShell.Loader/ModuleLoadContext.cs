using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CnnTools.PowerShell.Loader;

/// <summary>
/// Loads the engine and all it depends on apart from every other module, so that two modules may need different versions of one library.
/// The cmdlets, the types that users see (CnnTools.Abstractions) and PowerShell itself stay in PowerShell's own context.
/// </summary>
/// <remarks>
/// <para>PowerShell's own search for native libraries hangs on the default context only, so this context must resolve native libraries itself.</para>
/// <para>The cmdlets are the module's root, which PowerShell loads itself: a script that loads them into a context of ours took about a third of an import
/// (bench/results/2026-11-25-import.md).</para>
/// </remarks>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    // The private assemblies that the cmdlets name; all others are named by these. Anything else that the default context asks for is not ours to give.
    private const string Engine = "CnnTools.Engine", Core = "CnnTools.Core";

    private static readonly Lock Gate = new();
    private static ModuleLoadContext? s_current;

    private readonly string _sharedFolder;
    private readonly string _privateFolder;
    private readonly AssemblyDependencyResolver _resolver;

    // Not collectible: a native library that started threads cannot be unloaded.
    private ModuleLoadContext(string moduleFolder) : base("CnnTools", isCollectible: false)
    {
        _sharedFolder = moduleFolder;
        _privateFolder = Path.Combine(moduleFolder, "lib");
        _resolver = new AssemblyDependencyResolver(Path.Combine(_privateFolder, Engine + ".dll"));
    }

    /// <summary>From now on the engine comes from the module's folder <c>lib/</c>, into a context of its own. Further calls of the process change
    /// nothing.</summary>
    /// <param name="moduleFolder">Full path of the module's folder.</param>
    public static void Attach(string moduleFolder)
    {
        lock (Gate)
        {
            if (s_current is not null) return;
            s_current = new ModuleLoadContext(Path.TrimEndingDirectorySeparator(Path.GetFullPath(moduleFolder)));
            Default.Resolving += static (_, name) => name.Name is Engine or Core ? s_current.LoadFromAssemblyName(name) : null;
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        if (assemblyName.Name is not { } name) return null;

        // Shared types must be the same types inside and outside: what lies at the top of the module comes from the default context.
        string shared = Path.Combine(_sharedFolder, name + ".dll");
        if (File.Exists(shared)) return Default.LoadFromAssemblyPath(shared);

        string? path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Existing(Path.Combine(_privateFolder, name + ".dll"));
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) ?? FindNative(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    private string? FindNative(string name)
    {
        (string prefix, string suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");
        // Not RuntimeInformation.RuntimeIdentifier: a .NET that a distribution built names that distribution (ubuntu.22.04-x64).
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux", processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] folders = [_privateFolder, .. ((string[])[$"{system}-{processor}", system]).Select(runtime => Path.Combine(_privateFolder, "runtimes", runtime, "native"))];
        string[] names = [name, prefix + name + suffix, name + suffix];
        return folders.SelectMany(folder => names.Select(file => Existing(Path.Combine(folder, file)))).FirstOrDefault(path => path is not null);
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
