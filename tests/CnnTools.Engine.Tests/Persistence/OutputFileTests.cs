using CnnTools.Core.Files;
using CnnTools.Engine.Sessions;

namespace CnnTools.Engine.Tests.Persistence;

/// <summary>Where nothing can be written is said before the work.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-output-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_that_can_be_made_is_good_and_nothing_is_left_in_it()
    {
        string path = Path.Combine(_folder, "new", "deeper", "m.safetensors");
        Assert.Equal(path, OutputFile.Check(path, "OutputPath", force: false));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("/proc/m.safetensors")]
    [InlineData("/proc/new/m.safetensors")]
    public void A_folder_that_takes_no_files_is_refused(string path)
    {
        if (!OperatingSystem.IsLinux()) return; // the one folder that refuses even the administrator
        CnnException error = Assert.Throws<CnnException>(() => OutputFile.Check(path, "OutputPath", force: true));
        Assert.Equal("OutputPathInvalid", error.ErrorId);
        Assert.StartsWith("OutputPath: expected a folder that can be written; found '/proc', and ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose another path.", error.Message, StringComparison.Ordinal);
        Assert.Throws<CnnException>(() => OutputFile.CheckFolder(path, "RunPath"));
    }

    [Fact]
    public void A_file_in_the_place_of_a_folder_is_refused()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        CnnException error = Assert.Throws<CnnException>(() => OutputFile.Check(Path.Combine(file, "m.safetensors"), "OutputPath", force: false));
        Assert.Contains($"'{file}' is a file.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_gives_the_command_of_a_stopped_training_again_hears_of_resume(bool hasCheckpoint)
    {
        string model = Path.Combine(_folder, "m.safetensors"), checkpoint = Path.Combine(_folder, "c.safetensors");
        File.WriteAllText(model, "");
        if (hasCheckpoint) File.WriteAllText(checkpoint, "");
        var options = new CnnTrainingOptions { Dataset = "Shapes", Architecture = "TwoConv4x4", OutputPath = model, CheckpointPath = checkpoint };
        CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Plan(options));
        Assert.Equal("OutputExists", error.ErrorId);
        Assert.Equal(hasCheckpoint, error.Message.Contains("Resume goes on from the checkpoint", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_exists_is_refused_with_what_else_can_be_done()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        CnnException error = Assert.Throws<CnnException>(() => OutputFile.Check(file, "OutputPath", force: false, "; Resume goes on"));
        Assert.EndsWith("choose another path, or say Force to replace it; Resume goes on.", error.Message, StringComparison.Ordinal);
    }
}
