// What the compiler or newer MSBuilds look for by name and netstandard2.0 lacks.

namespace System.Runtime.CompilerServices
{
    /// <summary>Lets properties be set only at creation.</summary>
    internal static class IsExternalInit
    {
    }
}

namespace Microsoft.Build.Framework
{
    /// <summary>
    /// Says that a task may run beside others in one process under <c>msbuild -mt</c>. MSBuild from 18 on matches it by name on the class itself; older ones pass it over.
    /// </summary>
    [System.AttributeUsage(System.AttributeTargets.Class, Inherited = false)]
    internal sealed class MSBuildMultiThreadableTaskAttribute : System.Attribute
    {
    }
}
