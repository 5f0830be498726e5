using System.Buffers.Binary;
using System.Text;

namespace CnnTools.PowerShell.Help;

/// <summary>Writes a cabinet file without compression. Source: Microsoft Cabinet Format, [MS-CAB], version 1.3.</summary>
/// <remarks><c>Update-Help</c> takes cabinets on Windows and zip files elsewhere.</remarks>
internal static class Cabinet
{
    private const int HeaderSize = 36;
    private const int FolderSize = 8;
    private const int BlockSize = 32768;

    /// <summary>The cabinet's bytes.</summary>
    /// <param name="files">Names and contents; all of them together less than 2 GiB.</param>
    /// <param name="time">The files' time, 1980 or later.</param>
    public static byte[] Write(IReadOnlyList<(string Name, byte[] Content)> files, DateTime time)
    {
        byte[] data = [.. files.SelectMany(file => file.Content)];
        int blocks = (data.Length + BlockSize - 1) / BlockSize;
        int entries = files.Sum(file => 16 + Encoding.UTF8.GetByteCount(file.Name) + 1);
        var cabinet = new byte[HeaderSize + FolderSize + entries + (8 * blocks) + data.Length];

        var at = new Cursor(cabinet);
        at.Put("MSCF"u8).UInt32(0).UInt32((uint)cabinet.Length).UInt32(0).UInt32(HeaderSize + FolderSize).UInt32(0);
        // Version 1.3; one folder; no flags; cabinet 0 of set 0.
        at.Put([3, 1]).UInt16(1).UInt16((ushort)files.Count).UInt16(0).UInt16(0).UInt16(0);
        at.UInt32((uint)(HeaderSize + FolderSize + entries)).UInt16((ushort)blocks).UInt16(0);

        uint offset = 0;
        ushort date = (ushort)(((time.Year - 1980) << 9) | (time.Month << 5) | time.Day);
        ushort clock = (ushort)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2));
        foreach ((string name, byte[] content) in files)
        {
            // Attribute 0x20 is "archive"; 0x80 says that the name is UTF-8.
            at.UInt32((uint)content.Length).UInt32(offset).UInt16(0).UInt16(date).UInt16(clock).UInt16(0xA0).Put(Encoding.UTF8.GetBytes(name)).Put([0]);
            offset += (uint)content.Length;
        }

        for (int start = 0; start < data.Length; start += BlockSize)
        {
            int length = Math.Min(BlockSize, data.Length - start);
            // A checksum of 0 says that there is none.
            at.UInt32(0).UInt16((ushort)length).UInt16((ushort)length).Put(data.AsSpan(start, length));
        }

        return cabinet;
    }

    private sealed class Cursor(byte[] target)
    {
        private int _position;

        public Cursor Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(target.AsSpan(_position));
            _position += bytes.Length;
            return this;
        }

        public Cursor UInt16(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target.AsSpan(_position), value);
            _position += 2;
            return this;
        }

        public Cursor UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target.AsSpan(_position), value);
            _position += 4;
            return this;
        }
    }
}
