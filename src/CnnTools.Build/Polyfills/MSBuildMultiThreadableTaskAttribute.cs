namespace Microsoft.Build.Framework;

/// <summary>Says that a task may run beside others in one process under <c>msbuild -mt</c>. MSBuild from 18 on matches it by name on the class itself; older
/// ones pass it over.</summary>
[System.AttributeUsage(System.AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : System.Attribute;
