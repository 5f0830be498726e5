using System.Buffers.Binary;

namespace CnnTools.Core.Hardware.Runtime;

/// <summary>The checksum that zip archives hold for each file, eight bytes at a time. .NET's reader of archives does not check it.</summary>
internal struct Crc32
{
    private static readonly uint[][] s_tables = MakeTables();

    private uint _register;

    /// <summary>The checksum of what was appended.</summary>
    public readonly uint Value => _register;

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        uint register = ~_register;
        uint[][] t = s_tables;
        for (; data.Length >= 8; data = data[8..])
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ register, high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            register = t[7][(byte)low] ^ t[6][(byte)(low >> 8)] ^ t[5][(byte)(low >> 16)] ^ t[4][low >> 24]
                ^ t[3][(byte)high] ^ t[2][(byte)(high >> 8)] ^ t[1][(byte)(high >> 16)] ^ t[0][high >> 24];
        }

        foreach (byte value in data) register = t[0][(byte)(register ^ value)] ^ (register >> 8);
        _register = ~register;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (int k = 0; k < 8; k++) tables[k] = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            tables[0][i] = value;
        }

        for (int k = 1; k < 8; k++)
            for (int i = 0; i < 256; i++) tables[k][i] = tables[0][(byte)tables[k - 1][i]] ^ (tables[k - 1][i] >> 8);
        return tables;
    }
}
