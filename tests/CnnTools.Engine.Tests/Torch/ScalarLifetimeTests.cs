using CnnTools.Engine.Torch;
using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchSharp;

namespace CnnTools.Engine.Tests.Torch;

/// <summary>
/// TorchSharp does not keep a <see cref="Scalar"/> alive while libtorch reads it (see <see cref="Arithmetic"/>). Whether a call is safe cannot be seen by
/// running it, so the compiled code is read.
/// </summary>
public class ScalarLifetimeTests
{
    private static readonly string s_folder = Path.GetDirectoryName(typeof(CnnTools.Engine.Modules.NetworkBuilder).Assembly.Location)!;

    [Fact]
    public void The_engine_passes_numbers_to_TorchSharp_by_Arithmetic_only()
    {
        HashSet<string> unsafeMethods = MethodsWithScalars();
        string[] calls = [.. Methods("CnnTools.Engine.dll").Where(static method => method.DeclaringType.FullName != typeof(Arithmetic).FullName)
            .SelectMany(method => Calls(method).Where(called => unsafeMethods.Contains(called.FullName)).Select(called => $"{method.FullName} calls {called.FullName}"))];
        Assert.Empty(calls);
    }

    [Fact]
    public void The_methods_that_are_looked_for_exist()
    {
        HashSet<string> unsafeMethods = MethodsWithScalars();
        // One with a scalar as parameter, one that creates the scalar itself, one that does both through another method.
        foreach (string name in (string[])["Tensor::mul_(TorchSharp.Scalar)", "Tensor::add(TorchSharp.torch/Tensor)", "Tensor::op_Multiply(TorchSharp.torch/Tensor,System.Double)"])
            Assert.Contains(unsafeMethods, method => method.EndsWith(name, StringComparison.Ordinal));
        Assert.DoesNotContain(unsafeMethods, method => method.EndsWith("Tensor::relu()", StringComparison.Ordinal));
    }

    /// <summary>TorchSharp's methods that take a scalar, create one, or call one that does.</summary>
    private static HashSet<string> MethodsWithScalars()
    {
        MethodDefinition[] methods = [.. Methods("TorchSharp.dll").Where(static method => method.DeclaringType.Name is not "Scalar" and not "ScalarExtensionMethods")];
        HashSet<string> found = [.. methods.Where(static method => method.Parameters.Any(static parameter => parameter.ParameterType.FullName.Contains(typeof(Scalar).FullName!, StringComparison.Ordinal))
            || Calls(method).Any(static called => called.ReturnType.FullName == typeof(Scalar).FullName)).Select(static method => method.FullName)];
        while (methods.Where(method => !found.Contains(method.FullName) && Calls(method).Any(called => found.Contains(called.FullName))).ToArray() is { Length: > 0 } more)
            foreach (MethodDefinition method in more) found.Add(method.FullName);
        return found;
    }

    private static IEnumerable<MethodDefinition> Methods(string file) =>
        AssemblyDefinition.ReadAssembly(Path.Combine(s_folder, file)).MainModule.GetTypes().SelectMany(static type => type.Methods).Where(static method => method.HasBody);

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) => method.Body.Instructions.Where(static instruction => instruction.OpCode.FlowControl == FlowControl.Call)
            .Select(static instruction => instruction.Operand).OfType<MethodReference>();
}
