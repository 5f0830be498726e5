using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using CnnTools.Core.Networks;
using CnnTools.Engine.Modules;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace CnnTools.Engine.Tests;

/// <summary>In each project a folder uses only the folders listed above it. The order is here and nowhere else; docs/architecture.md says what each folder is
/// for.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] s_core =
        ["Files", "Statistics", "Text", "Randomness", "Progress", "Hardware", "Images", "Networks", "Datasets", "ModelFiles", "Evaluation", "Runs", "Export", "Gates", "Charts", "Schedules", "Planning", "Reports"];

    private static readonly string[] s_engine = ["Torch", "Modules", "Batches", "Inference", "Training", "Sessions"];

    private static readonly Architecture s_architecture = new ArchLoader().LoadAssemblies(typeof(NetworkCatalog).Assembly, typeof(NetworkBuilder).Assembly).Build();

    public static TheoryData<string> Folders => [.. Names("CnnTools.Core", s_core), .. Names("CnnTools.Engine", s_engine)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_folders_above_it(string name)
    {
        (string project, string folder) = (name[..name.LastIndexOf('.')], name[(name.LastIndexOf('.') + 1)..]);
        string[] order = project == "CnnTools.Core" ? s_core : s_engine;
        string[] below = order[(Array.IndexOf(order, folder) + 1)..];
        if (below.Length == 0) return;
        Types().That().ResideInNamespaceMatching($@"^{project}\.{folder}(\.|$)").Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^{project}\.({string.Join('|', below)})(\.|$)"))
            .Check(s_architecture);
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        IEnumerable<string> found = s_architecture.Types.Select(static type => type.Namespace?.FullName ?? "").Where(static name => name.StartsWith("CnnTools.", StringComparison.Ordinal)).Distinct();
        string[] known = [.. Names("CnnTools.Core", s_core), .. Names("CnnTools.Engine", s_engine)];
        Assert.DoesNotContain(found, name => !known.Any(place => name == place || name.StartsWith(place + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_needs_no_tensor_does_not_reference_TorchSharp() =>
        Assert.DoesNotContain(typeof(NetworkCatalog).Assembly.GetReferencedAssemblies(), static reference => reference.Name!.StartsWith("TorchSharp", StringComparison.Ordinal) || reference.Name.StartsWith("CnnTools.Engine", StringComparison.Ordinal));

    private static IEnumerable<string> Names(string project, string[] folders) => folders.Select(folder => $"{project}.{folder}");
}
