using System.Buffers.Binary;
using System.Text;
using CnnTools.Core.ModelFiles;

namespace CnnTools.Engine.Tests.Persistence;

public class SafeTensorsTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        SafeTensorsWriter.Entry[] tensors = [new("b", "F32", [2, 1], [1, 2, 3, 4, 5, 6, 7, 8]), new("scalar", "I64", [], [9, 0, 0, 0, 0, 0, 0, 0]), new("empty", "F32", [0, 3], [])];
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(stream, tensors, new Dictionary<string, string> { ["key"] = "wört \"quoted\"" });
        SafeTensorsContent content = Read(stream.ToArray());
        Assert.Equal("wört \"quoted\"", content.Metadata["key"]);
        Assert.Equal(tensors.Select(t => (t.Name, t.Type)).OrderBy(t => t.Name), content.Tensors.Select(t => (t.Name, t.Type)).OrderBy(t => t.Name));
        foreach (SafeTensorsWriter.Entry tensor in tensors)
        {
            SafeTensorsWriter.Entry read = content.Tensors.Single(t => t.Name == tensor.Name);
            Assert.Equal(tensor.Shape, read.Shape);
            Assert.Equal(tensor.Bytes, read.Bytes);
        }
    }

    [Fact]
    public void The_bytes_are_the_format()
    {
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(stream, [new("a", "U8", [2], [7, 8])], new Dictionary<string, string>());
        byte[] file = stream.ToArray();
        string header = Encoding.UTF8.GetString(file, 8, (int)BinaryPrimitives.ReadInt64LittleEndian(file));
        Assert.Equal("""{"__metadata__":{},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", header.TrimEnd(' '));
        Assert.Equal(0, header.Length % 8);
        Assert.Equal([7, 8], file[^2..]);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, "ModelFileTruncated")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 3, "ModelFileOffsetsInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "ModelFileOffsetsInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "ModelFileOffsetsInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2, "ModelFileOffsetsInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,2]}}""", 2, "ModelFileTensorInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}}""", 2, "ModelFileTensorInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[-2,0]}}""", 2, "ModelFileTensorInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}}""", 2, "ModelFileTensorInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,2]}}""", 2, "ModelFileTensorInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,2]}}""", 2, "ModelFileTensorInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2.5],"data_offsets":[0,2]}}""", 2, "ModelFileTensorInvalid")]
    [InlineData("""{"a":{"dtype":"PICKLE","shape":[2],"data_offsets":[0,2]}}""", 2, "ModelFileTensorInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"code":"x"}}""", 2, "ModelFileTensorInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[0],"data_offsets":[2,2]}}""", 2, "ModelFileHeaderInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}""", 2, "ModelFileHeaderInvalid")]
    [InlineData("""[1]""", 0, "ModelFileHeaderInvalid")]
    [InlineData("", 0, "ModelFileHeaderInvalid")]
    [InlineData("""{"a":{"dtype":"U8","shape":[[[[[[2]]]]]],"data_offsets":[0,2]}}""", 2, "ModelFileHeaderInvalid")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "ModelFileMetadataInvalid")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "ModelFileHeaderInvalid")]
    public void What_does_not_fit_together_is_refused(string header, int dataLength, string id)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] file = [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[dataLength]];
        Assert.Equal(id, Assert.Throws<CnnException>(() => Read(file)).ErrorId);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "ModelFileTooShort")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "ModelFileHeaderTooLarge")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0 }, "ModelFileHeaderTooLarge")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, (byte)'{' }, "ModelFileTruncated")]
    public void A_length_that_lies_is_refused(byte[] file, string id) => Assert.Equal(id, Assert.Throws<CnnException>(() => Read(file)).ErrorId);

    [Fact]
    public void Broken_text_is_refused()
    {
        byte[] text = [.. "{\"__metadata__\":{\"a\":\""u8, 0xC3, 0x28, .. "\"}}"u8];
        Assert.Equal("ModelFileHeaderInvalid", Assert.Throws<CnnException>(() => Read([.. BitConverter.GetBytes((long)text.Length), .. text])).ErrorId);
    }

    [Fact]
    public void Random_damage_gives_an_error_or_a_sound_file_never_anything_else()
    {
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(stream, [new("weight", "F32", [2, 2], new byte[16]), new("bias", "F32", [2], new byte[8])], new Dictionary<string, string> { ["network"] = "{}" });
        byte[] sound = stream.ToArray();
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. sound];
            for (int change = random.Next(1, 4); change > 0; change--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) damaged = damaged[..random.Next(damaged.Length)];
            try
            {
                Read(damaged);
            }
            catch (CnnException error)
            {
                Assert.StartsWith("ModelFile", error.ErrorId, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, 5_000, 20_000);
    }

    private static SafeTensorsContent Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return SafeTensorsReader.Read(stream, file.Length, "test");
    }
}
