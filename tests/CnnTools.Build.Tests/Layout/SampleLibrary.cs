using System.Text;

namespace CnnTools.Build.Tests.Layout;

/// <summary>A shared library for Linux with no code: only what the dynamic loader reads of names, versions and relocations.</summary>
internal sealed class SampleLibrary
{
    private const int BaseAddress = 0x10000; // Differs from the offset in the file, as in real libraries.

    /// <summary>The version needs: library, version, index, flags.</summary>
    public List<(string Library, string Version, ushort Index, ushort Flags)> Needs { get; } = [("libstdc++.so.6", "GLIBCXX_3.4.30", 2, 0), ("libstdc++.so.6", "GLIBCXX_3.4.32", 3, 0), ("libc.so.6", "GLIBC_2.34", 4, 0)];

    /// <summary>The symbols: name, index of the version, whether the library defines it.</summary>
    public List<(string Name, ushort Version, bool IsDefined)> Symbols { get; } = [("wait", 2, false), (VersionNeedTests.Marker, 3, false), ("memcpy", 4, false), ("THSNN_init", 1, true)];

    /// <summary>The symbols that relocations of .rela.dyn refer to, counted from 1.</summary>
    public List<uint> Relocations { get; } = [0, 1];

    /// <summary>The symbols that relocations of .rela.plt refer to, counted from 1.</summary>
    public List<uint> PltRelocations { get; } = [3];

    public ushort Machine { get; set; } = 62;

    /// <summary>Whether the older table DT_HASH says how many symbols there are.</summary>
    public bool HasOldHash { get; set; }

    public byte[] Build()
    {
        var strings = new MemoryStream();
        strings.WriteByte(0);
        uint Text(string text)
        {
            uint at = (uint)strings.Length;
            strings.Write(Encoding.ASCII.GetBytes(text + "\0"));
            return at;
        }

        byte[] symbols = Bytes(writer =>
        {
            writer.Write(new byte[24]);
            foreach ((string name, _, bool isDefined) in Symbols)
            {
                writer.Write(Text(name));
                writer.Write((byte)0x12);
                writer.Write((byte)0);
                writer.Write((ushort)(isDefined ? 7 : 0));
                writer.Write(0L);
                writer.Write(0L);
            }
        });
        byte[] versions = Bytes(writer =>
        {
            writer.Write((ushort)0);
            foreach ((_, ushort version, _) in Symbols) writer.Write(version);
        });
        byte[] needs = Bytes(writer =>
        {
            IGrouping<string, (string Library, string Version, ushort Index, ushort Flags)>[] libraries = [.. Needs.GroupBy(static need => need.Library)];
            foreach (var library in libraries)
            {
                int count = library.Count();
                writer.Write((ushort)1);
                writer.Write((ushort)count);
                writer.Write(Text(library.Key));
                writer.Write(16);
                writer.Write(library == libraries[^1] ? 0 : 16 + 16 * count);
                foreach ((_, string version, ushort index, ushort flags) in library)
                {
                    writer.Write(0x1234);
                    writer.Write(flags);
                    writer.Write(index);
                    writer.Write(Text(version));
                    writer.Write(--count == 0 ? 0 : 16);
                }
            }
        });
        // One bucket; the chain holds the symbols from the first defined one on.
        int first = Symbols.FindIndex(static symbol => symbol.IsDefined) + 1;
        byte[] hash = Bytes(writer =>
        {
            foreach (int value in (int[])[1, first, 1, 0, 0, 0, first]) writer.Write(value);
            for (int i = first; i <= Symbols.Count; i++) writer.Write(i == Symbols.Count ? 0x101 : 0x100);
        });
        if (HasOldHash) hash = Bytes(writer =>
        {
            writer.Write(1);
            writer.Write(Symbols.Count + 1);
        });
        byte[] Relocate(IEnumerable<uint> list) => Bytes(writer =>
        {
            foreach (uint symbol in list)
            {
                writer.Write(0x4000L + 8 * symbol);
                writer.Write(((ulong)symbol << 32) | 6);
                writer.Write(0L);
            }
        });

        var body = new MemoryStream();
        ulong Place(byte[] part)
        {
            while (body.Length % 8 != 0) body.WriteByte(0);
            ulong address = BaseAddress + (ulong)body.Length;
            body.Write(part);
            return address;
        }

        byte[] rela = Relocate(Relocations), plt = Relocate(PltRelocations);
        (ulong Tag, ulong Value)[] entries =
        [
            (HasOldHash ? 4UL : 0x6FFFFEF5, Place(hash)), (6, Place(symbols)), (0x6FFFFFF0, Place(versions)), (0x6FFFFFFE, Place(needs)), (0x6FFFFFFF, (ulong)Needs.DistinctBy(static need => need.Library).Count()),
            (7, Place(rela)), (8, (ulong)rela.Length), (9, 24), (23, Place(plt)), (2, (ulong)plt.Length), (20, 7), (5, Place(strings.ToArray())), (10, (ulong)strings.Length), (0, 0),
        ];
        byte[] dynamic = Bytes(writer =>
        {
            foreach ((ulong tag, ulong value) in entries)
            {
                writer.Write(tag);
                writer.Write(value);
            }
        });
        ulong dynamicAddress = Place(dynamic);
        const int start = 64 + 2 * 56;
        return Bytes(writer =>
        {
            writer.Write([0x7F, .. "ELF"u8, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            writer.Write((ushort)3);
            writer.Write(Machine);
            writer.Write(1);
            foreach (ulong value in (ulong[])[0, 64, 0]) writer.Write(value);
            writer.Write(0);
            foreach (ushort value in (ushort[])[64, 56, 2, 64, 0, 0]) writer.Write(value);
            foreach ((uint type, ulong offset, ulong address, ulong size) in (ValueTuple<uint, ulong, ulong, ulong>[])[(1, start, BaseAddress, (ulong)body.Length), (2, start + dynamicAddress - BaseAddress, dynamicAddress, (ulong)dynamic.Length)])
            {
                writer.Write(type);
                writer.Write(4);
                foreach (ulong value in (ulong[])[offset, address, address, size, size, 8]) writer.Write(value);
            }

            writer.Write(body.ToArray());
        });
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        return stream.ToArray();
    }
}
