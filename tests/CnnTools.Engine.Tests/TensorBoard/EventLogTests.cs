using System.Text.Json;
using CnnTools.Core.Runs.TensorBoard;
using CnnTools.Engine.Tests.Drawing;

namespace CnnTools.Engine.Tests.TensorBoard;

public sealed class EventLogTests : IDisposable
{
    private static readonly Dictionary<string, string> s_options = new() { ["BatchSize"] = "32", ["Note"] = "a|b" };

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 0x8A9136AAu)]
    public void The_checksum_is_that_of_the_standard(string data, uint expected) => Assert.Equal(expected, RecordWriter.Crc32C(System.Text.Encoding.ASCII.GetBytes(data)));

    [EventReaderFact]
    public void An_independent_reader_finds_what_was_written()
    {
        IReadOnlyList<CnnEpochResult> history = Histories.Of(3, 2);
        Write(history, []);
        JsonElement file = Assert.Single(EventReader.Read(_folder));
        JsonElement[] events = [.. file.GetProperty("events").EnumerateArray()];
        Assert.Equal("brain.Event:2", events[0].GetProperty("version").GetString());
        JsonElement text = events[1].GetProperty("texts").GetProperty("options/text_summary");
        Assert.Equal(("text", 7), (text.GetProperty("plugin").GetString(), text.GetProperty("type").GetInt32()));
        Assert.Equal("| option | value |\n|---|---|\n| BatchSize | 32 |\n| Note | a\\|b |\n", text.GetProperty("text").GetString());
        for (int i = 0; i < 3; i++)
        {
            JsonElement epoch = events[2 + i];
            Assert.Equal(i + 1, epoch.GetProperty("step").GetInt64());
            Dictionary<string, double> scalars = epoch.GetProperty("scalars").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetDouble());
            Assert.Equal(["accuracy", "learning_rate", "loss", "val_accuracy", "val_loss"], scalars.Keys.Order());
            Assert.Equal(history[i].Loss, scalars["loss"], 1e-6);
            Assert.Equal(history[i].Accuracy, scalars["accuracy"], 1e-6);
            Assert.Equal(history[i].ValidationLoss!.Value, scalars["val_loss"], 1e-6);
            Assert.Equal(history[i].ValidationAccuracy!.Value, scalars["val_accuracy"], 1e-6);
            Assert.Equal(0.001, scalars["learning_rate"], 1e-8);
        }

        Assert.Equal(5, events.Length);
        Assert.False(file.GetProperty("torn").GetBoolean());
    }

    [EventReaderFact]
    public void A_record_cut_short_anywhere_costs_only_itself()
    {
        Write(Histories.Of(2, 1), []);
        string path = Directory.GetFiles(_folder).Single();
        byte[] whole = File.ReadAllBytes(path);
        // In its last check, in its content, in its first check, in its length; it is longer than 100 bytes.
        foreach (int missing in (int[])[1, 4, 5, 40, 90])
        {
            JsonElement file = EventReader.Read(Cut(whole, whole.Length - missing))[0];
            Assert.Equal((3, true), (file.GetProperty("events").GetArrayLength(), file.GetProperty("torn").GetBoolean()));
        }

        Assert.Equal(4, EventReader.Read(Cut(whole, whole.Length))[0].GetProperty("events").GetArrayLength());
    }

    [EventReaderFact]
    public void A_resumed_training_says_from_where_on_the_earlier_files_count_no_more()
    {
        // Killed after three epochs were written, but the checkpoint knew only two: the third is trained and written again.
        Write(Histories.Of(3, 1), []);
        Write([.. Histories.Of(4, 1).Skip(2)], Histories.Of(2, 1));
        JsonElement[] files = EventReader.Read(_folder);
        Assert.Equal(2, files.Length);
        JsonElement[] second = [.. files[1].GetProperty("events").EnumerateArray()];
        Assert.Equal((1, 3L), (second[1].GetProperty("session").GetInt32(), second[1].GetProperty("step").GetInt64()));
        Assert.Equal([3L, 4L], second.Where(each => each.TryGetProperty("scalars", out _)).Select(each => each.GetProperty("step").GetInt64()));
    }

    [EventReaderFact]
    public void A_resumed_training_whose_files_are_gone_writes_its_epochs_again()
    {
        Write([.. Histories.Of(3, 1).Skip(2)], Histories.Of(2, 1));
        Assert.Equal([1L, 2L, 3L], EventReader.Read(_folder)[0].GetProperty("events").EnumerateArray().Where(each => each.TryGetProperty("scalars", out _)).Select(each => each.GetProperty("step").GetInt64()));
    }

    [Fact]
    public void Another_training_in_the_same_folder_is_refused_unless_it_may_replace_the_first()
    {
        Assert.Equal(_folder, EventLog.Check(_folder, force: false));
        Write(Histories.Of(1, 1), []);
        string foreign = Path.Combine(_folder, "events.out.tfevents.1.other");
        File.WriteAllText(foreign, "theirs");
        Assert.Equal("OutputExists", Assert.Throws<CnnException>(() => EventLog.Check(_folder, force: false)).ErrorId);
        Assert.Equal("OutputPathInvalid", Assert.Throws<CnnException>(() => EventLog.Check(foreign, force: true)).ErrorId);
        EventLog.Check(_folder, force: true);
        Write(Histories.Of(1, 1), []);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
        Assert.Equal("theirs", File.ReadAllText(foreign));
    }

    private string Cut(byte[] whole, int length)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, $"cut{length}")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "events.out.tfevents.1.cut"), whole[..length]);
        return folder;
    }

    private void Write(IReadOnlyList<CnnEpochResult> epochs, IReadOnlyList<CnnEpochResult> history)
    {
        using var log = new EventLog(_folder, s_options, history);
        foreach (CnnEpochResult epoch in epochs) log.Write(epoch);
    }
}
