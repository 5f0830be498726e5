using System.Runtime.CompilerServices;
using CnnTools.Engine.Torch;

namespace CnnTools.Engine.Tests;

/// <summary>Tests make tensors before the engine does: libtorch must be loaded by then, from where the engine finds it.</summary>
internal static class LibTorch
{
    [ModuleInitializer]
    internal static void Load() => TorchRuntime.Load();
}
