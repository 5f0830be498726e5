using CnnTools.Core.Hardware.Runtime;

namespace CnnTools.Engine.Tests.Devices;

/// <summary>Where libtorch is looked for, in which order, and what is refused.</summary>
[Collection(RuntimeVariables.Name)]
public sealed class RuntimePlacesTests : IDisposable
{
    private readonly RuntimeSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private string Program => Directory.CreateDirectory(_sandbox.PathOf("program")).FullName;

    private LibTorchPlace? Found() => RuntimePlaces.Find(Program);

    [Fact]
    public void The_first_place_that_has_libtorch_is_taken()
    {
        _sandbox.Configure("");
        string rid = RuntimeSandbox.Rid;
        Assert.Null(Found());
        Assert.Equal("Package", AfterAdding($"packages/libtorch-cpu-{rid}/2.10.0/runtimes/{rid}/native").Source);
        Assert.Equal("Program", AfterAdding($"program/runtimes/{rid}/native").Source);
        Assert.Equal(Program, AfterAdding("program").Folder);
        Assert.Equal(("Installed", LibTorchPlace.Cpu), Pair(AfterAdding("runtime/libtorch-2.10.0-cpu")));
        Assert.Equal(("Installed", LibTorchPlace.Cuda), Pair(AfterAdding("runtime/libtorch-2.10.0-cuda-12.8", cuda: true)));
        _sandbox.Set(RuntimePlaces.LibraryVariable, Path.GetDirectoryName(_sandbox.Libraries("unpacked/lib")));
        Assert.Equal(("Variable", LibTorchPlace.Cpu), Pair(Found()!));
        Assert.Equal(_sandbox.PathOf("unpacked/lib"), Found()!.Folder);

        LibTorchPlace AfterAdding(string folder, bool cuda = false)
        {
            _sandbox.Libraries(folder, cuda: cuda);
            return Found()!;
        }

        static (string, string) Pair(LibTorchPlace place) => (place.Source, place.Variant);
    }

    [Fact]
    public void A_folder_that_lacks_a_library_is_passed_over()
    {
        string folder = _sandbox.Libraries("runtime/libtorch-2.10.0-cpu");
        Assert.NotNull(Found());
        File.Delete(Path.Combine(folder, RuntimeSandbox.Names[1]));
        Assert.Null(Found());
    }

    [Fact]
    public void NuGets_configuration_names_further_folders()
    {
        string rid = RuntimeSandbox.Rid, before = Environment.CurrentDirectory;
        string folder = _sandbox.Libraries($"shared/libtorch-cpu-{rid}/2.10.0/runtimes/{rid}/native");
        _sandbox.Configure("", $"<fallbackPackageFolders><add key='shared' value='{_sandbox.PathOf("shared")}' /></fallbackPackageFolders>");
        try
        {
            Environment.CurrentDirectory = _sandbox.Folder;
            Assert.Equal(("Package", folder), (Found()!.Source, Found()!.Folder));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Theory]
    [InlineData("2.7.1+cpu")]
    [InlineData("2.10.1")]
    public void A_named_libtorch_of_another_version_is_an_error_with_both_versions(string version)
    {
        _sandbox.Set(RuntimePlaces.LibraryVariable, _sandbox.Libraries("other", version));
        CnnException error = Assert.Throws<CnnException>(Found);
        Assert.Equal("NativeRuntimeMismatch", error.ErrorId);
        Assert.Contains(version[..5], error.Message, StringComparison.Ordinal);
        Assert.Contains("2.10.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_folder_without_libtorch_is_an_error_and_no_other_place_is_tried()
    {
        _sandbox.Libraries("runtime/libtorch-2.10.0-cpu");
        _sandbox.Set(RuntimePlaces.LibraryVariable, _sandbox.PathOf("nowhere"));
        CnnException error = Assert.Throws<CnnException>(Found);
        Assert.Equal("NativeRuntimeMissing", error.ErrorId);
        Assert.Contains(_sandbox.PathOf("nowhere"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.10.0+cpu\n", null, "lib", "2.10.0")]
    [InlineData(null, "__version__ = '2.10.0+cu128'", "torch/lib", "2.10.0")]
    [InlineData(null, null, "libtorch-cpu-linux-x64/2.9.0/runtimes/linux-x64/native", "2.9.0")]
    [InlineData(null, null, "libtorch-2.8.0-cpu", "2.8.0")]
    [InlineData(null, null, "lib", null)]
    [InlineData(null, null, "torchsharp/0.107.0/lib", null)]
    public void The_version_comes_from_the_folder(string? build, string? python, string folder, string? expected)
    {
        string path = _sandbox.Libraries(folder);
        if (build is not null) File.WriteAllText(Path.Combine(_sandbox.Folder, "build-version"), build);
        if (python is not null) File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "version.py"), python);
        Assert.Equal(expected, LibTorchFiles.FindVersion(path));
    }

    [Fact]
    public void The_list_has_every_place_in_order_and_one_in_use()
    {
        _sandbox.Libraries("runtime/libtorch-2.10.0-cpu", "2.10.0+cpu");
        _sandbox.Libraries("program");
        IReadOnlyList<CnnRuntimeInfo> places = RuntimePlaces.List(Program);
        Assert.Equal(["Installed", "Installed", "Program", "Program", "Package"], places.Select(static place => place.Source));
        Assert.Equal([false, true, true, false, false], places.Select(static place => place.Available));
        Assert.Equal(_sandbox.PathOf("runtime/libtorch-2.10.0-cpu"), Assert.Single(places, static place => place.InUse).Path);
        Assert.Equal(("2.10.0", "cpu"), (places[1].LibTorch, places[1].Variant));
    }

    [Fact]
    public void What_is_nowhere_is_told_with_the_places_and_the_command()
    {
        CnnException error = RuntimeErrors.Missing(Program);
        Assert.Equal("NativeRuntimeMissing", error.ErrorId);
        Assert.Contains(_sandbox.PathOf("runtime"), error.Message, StringComparison.Ordinal);
        Assert.Contains(_sandbox.PathOf("packages"), error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Run: Install-CnnRuntime", error.Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Program, "CnnTools.Worker.dll"), "");
        Assert.EndsWith("CnnTools.Worker.dll\" install-runtime", RuntimeErrors.Missing(Program).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_loaded_is_told_with_the_loaders_message_and_the_versions()
    {
        var place = new LibTorchPlace("Installed", _sandbox.Libraries("runtime/libtorch-2.10.0-cpu", "2.10.0+cpu"), LibTorchPlace.Cpu);
        string library = Path.Combine(place.Folder, RuntimeSandbox.Names[0]);
        CnnException error = RuntimeErrors.NotLoaded(place, library, mismatch: false, "set the LD_DEBUG environment variable: libgomp.so.1: cannot open shared object file", Program, new DllNotFoundException());
        Assert.Equal("NativeRuntimeMissing", error.ErrorId);
        Assert.Contains($"'{library}' cannot be loaded: libgomp.so.1: cannot open shared object file. Expected libtorch 2.10.0; found 2.10.0 (cpu)", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Install-CnnRuntime -Force", error.Message, StringComparison.Ordinal);
    }
}
