using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CnnTools.PowerShell.Loader;

/// <summary>
/// Loads the cmdlets and all they depend on apart from every other module, so that two modules may need different versions of one library.
/// Types that users see (CnnTools.Abstractions) and PowerShell itself stay shared.
/// </summary>
/// <remarks>
/// PowerShell's own search for native libraries hangs on the default context only, so this context must resolve native libraries itself.
/// </remarks>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CmdletAssembly = "CnnTools.PowerShell";
    private const string SharedAssembly = "CnnTools.Abstractions";

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
        _resolver = new AssemblyDependencyResolver(Path.Combine(_privateFolder, CmdletAssembly + ".dll"));
    }

    /// <summary>Gives the assembly that holds the cmdlets; loads it on the first call of the process.</summary>
    /// <param name="moduleFolder">Full path of the module's folder, which holds <c>lib/</c>.</param>
    /// <exception cref="InvalidOperationException">This process has loaded the module from another folder already.</exception>
    public static Assembly LoadCmdlets(string moduleFolder)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(moduleFolder));
        lock (Gate)
        {
            s_current ??= new ModuleLoadContext(folder);
            if (!string.Equals(s_current._sharedFolder, folder, StringComparison.Ordinal))
            {
                throw new InvalidOperationException(
                    $"CnnTools was loaded from '{s_current._sharedFolder}' before; it cannot be loaded from '{folder}' in the same process. Start a new PowerShell.");
            }

            // Users may name its types as soon as the module is imported.
            Default.LoadFromAssemblyPath(Path.Combine(folder, SharedAssembly + ".dll"));
            return s_current.LoadFromAssemblyName(new AssemblyName(CmdletAssembly));
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
        string[] folders = [_privateFolder, Path.Combine(_privateFolder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")];
        string[] names = [name, prefix + name + suffix, name + suffix];
        return folders.SelectMany(folder => names.Select(file => Existing(Path.Combine(folder, file)))).FirstOrDefault(path => path is not null);
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
