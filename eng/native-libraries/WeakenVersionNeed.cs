#nullable enable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;

namespace CnnTools.NativeLibraries;

/// <summary>Writes a copy of a Linux library in which one version need is weak. Compiled by the build itself (eng/NativeLibraries.targets), so this file stands
/// alone.</summary>
public sealed class WeakenVersionNeed : Microsoft.Build.Utilities.Task
{
    /// <summary>The library. It is only read: it lies in the package cache, which all projects of the machine share.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>The copy to write.</summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <summary>The version that becomes weak.</summary>
    [Required]
    public string Version { get; set; } = "";

    /// <summary>The symbols that may be bound to that version.</summary>
    [Required]
    public string[] Symbols { get; set; } = Array.Empty<string>();

    /// <summary>The newest versions that the library may need besides, one per prefix.</summary>
    public string[] NewestVersions { get; set; } = Array.Empty<string>();

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            byte[] content = File.ReadAllBytes(Source);
            if (VersionNeed.MakeWeak(content, Version, Symbols, NewestVersions)) Log.LogMessage(MessageImportance.Low, "{0}", $"{Destination}: {Version} is needed weakly.");
            else Log.LogMessage(MessageImportance.High, "{0}", $"{Source} does not need {Version}, or needs it weakly already. It is copied unchanged; eng/NativeLibraries.targets may be obsolete.");
            Directory.CreateDirectory(Path.GetDirectoryName(Destination)!);
            // Never written in place: outputs may be hard links to the former copy.
            string temporary = $"{Destination}.{Guid.NewGuid():N}.tmp";
            File.WriteAllBytes(temporary, content);
            File.Delete(Destination);
            File.Move(temporary, Destination);
        }
        catch (UnexpectedLibraryException exception)
        {
            Log.LogError(null, "CNN0060", null, Source, 0, 0, 0, 0, "{0}", exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.LogError(null, "CNN3010", null, Source, 0, 0, 0, 0, "{0}", exception.Message);
        }

        return !Log.HasLoggedErrors;
    }
}

/// <summary>A library is not what the build step was written for.</summary>
public sealed class UnexpectedLibraryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected and what was found.</param>
    public UnexpectedLibraryException(string message) : base(message)
    {
    }
}

/// <summary>The versions that a shared library for 64-bit Linux needs of others, read the way the dynamic loader reads them: by the dynamic segment, not by
/// sections.</summary>
public sealed class VersionNeed
{
    private const ushort Weak = 2; // VER_FLG_WEAK: the loader continues where the version is missing
    private const int SymbolSize = 24, RelocationSize = 24;

    private readonly byte[] _file;
    private readonly List<(ulong Address, ulong Offset, ulong Size)> _segments = new();
    private readonly Dictionary<ulong, ulong> _dynamic = new();

    private VersionNeed(byte[] file)
    {
        _file = file;
        ReadHeader();
    }

    /// <summary>Marks the need of one version as weak, after checking that no code depends on it.</summary>
    /// <param name="file">The library's content; changed in place.</param>
    /// <param name="version">The version.</param>
    /// <param name="symbols">The symbols that may be bound to it.</param>
    /// <param name="newestVersions">The newest versions that may be needed besides: <c>GLIBC_2.34</c> allows every older GLIBC version. Prefixes that are not
    /// listed are not limited.</param>
    /// <returns>Whether something was changed; false where the version is not needed, or is weak already.</returns>
    /// <exception cref="UnexpectedLibraryException">The library is not what was expected.</exception>
    public static bool MakeWeak(byte[] file, string version, IReadOnlyCollection<string> symbols, IReadOnlyCollection<string> newestVersions)
    {
        var library = new VersionNeed(file);
        List<Need> needs = library.ReadNeeds();
        string[] tooNew = needs.Where(need => need.Version != version && !need.IsWeak && newestVersions.Any(newest => IsNewer(need.Version, newest))).Select(static need => $"{need.Version} ({need.Library})").ToArray();
        if (tooNew.Length > 0) throw new UnexpectedLibraryException($"Expected no version newer than {string.Join(", ", newestVersions)}; found {string.Join(", ", tooNew)}. The library does not load on the systems that CnnTools supports. Raise the limits in eng/NativeLibraries.targets and in the documentation, or keep the former package.");
        Need[] found = needs.Where(need => need.Version == version).ToArray();
        if (found.Length == 0) return false;
        if (found.Length > 1) throw new UnexpectedLibraryException($"Expected one need of {version}; found {found.Length}: {string.Join(", ", found.Select(static need => need.Library))}.");
        library.CheckUnused(found[0], symbols);
        if (found[0].IsWeak) return false;
        ushort flags = (ushort)(found[0].Flags | Weak);
        (file[found[0].FlagsOffset], file[found[0].FlagsOffset + 1]) = ((byte)flags, (byte)(flags >> 8));
        return true;
    }

    private void ReadHeader()
    {
        if (_file.Length < 64 || _file[0] != 0x7F || _file[1] != 'E' || _file[2] != 'L' || _file[3] != 'F') throw new UnexpectedLibraryException("Expected an ELF file; found none.");
        if (_file[4] != 2 || _file[5] != 1) throw new UnexpectedLibraryException($"Expected a 64-bit little-endian ELF file; found class {_file[4]} and byte order {_file[5]}.");
        if (Half(16) != 3 || Half(18) != 62) throw new UnexpectedLibraryException($"Expected a shared library (type 3) for x86-64 (machine 62); found type {Half(16)} for machine {Half(18)}.");
        ulong table = Quad(32);
        int size = Half(54), count = Half(56);
        (ulong Offset, ulong Size)? dynamic = null;
        for (int i = 0; i < count; i++)
        {
            ulong header = table + (ulong)(i * size);
            uint type = Word(header);
            if (type == 1) _segments.Add((Quad(header + 16), Quad(header + 8), Quad(header + 32))); // PT_LOAD
            if (type == 2) dynamic = (Quad(header + 8), Quad(header + 32)); // PT_DYNAMIC
        }

        if (dynamic is not { } segment) throw new UnexpectedLibraryException("Expected a dynamic segment; found none.");
        for (ulong entry = segment.Offset; entry + 16 <= segment.Offset + segment.Size && Quad(entry) != 0; entry += 16) _dynamic[Quad(entry)] = Quad(entry + 8);
    }

    private List<Need> ReadNeeds()
    {
        var needs = new List<Need>();
        if (!_dynamic.TryGetValue(Tag.VersionNeed, out ulong address)) return needs;
        ulong entry = OffsetOf(address, 16), count = Value(Tag.VersionNeedCount);
        for (ulong i = 0; i < count; i++)
        {
            if (Half(entry) != 1) throw new UnexpectedLibraryException($"Expected version needs of format 1; found format {Half(entry)}.");
            string library = Text(Word(entry + 4));
            ulong auxiliary = entry + Word(entry + 8);
            for (int j = 0; j < Half(entry + 2); j++)
            {
                needs.Add(new Need(library, Text(Word(auxiliary + 8)), Half(auxiliary + 6), Half(auxiliary + 4), (int)auxiliary + 4));
                auxiliary += Word(auxiliary + 12);
            }

            entry += Word(entry + 12);
        }

        return needs;
    }

    private void CheckUnused(Need need, IReadOnlyCollection<string> symbols)
    {
        int count = CountSymbols();
        ulong table = OffsetOf(Value(Tag.Symbols), (ulong)count * SymbolSize), versions = OffsetOf(Value(Tag.SymbolVersions), (ulong)count * 2);
        var bound = new Dictionary<uint, string>();
        for (int i = 0; i < count; i++)
        {
            if ((Half(versions + (ulong)i * 2) & 0x7FFF) != need.Index) continue;
            ulong symbol = table + (ulong)i * SymbolSize;
            string name = Text(Word(symbol));
            if (Half(symbol + 6) != 0) throw new UnexpectedLibraryException($"Expected only undefined symbols with the version {need.Version}; found the defined symbol '{name}'.");
            bound[(uint)i] = name;
        }

        string[] unexpected = bound.Values.Where(name => !symbols.Contains(name)).ToArray();
        if (unexpected.Length > 0) throw new UnexpectedLibraryException($"Expected only the symbols {string.Join(", ", symbols)} to need {need.Version}; found {string.Join(", ", unexpected)}.");

        if (_dynamic.ContainsKey(Tag.RelocationsWithoutAddend)) throw new UnexpectedLibraryException("Expected relocations of the kind RELA only; found a table of the kind REL (DT_REL).");
        CheckRelocations(Tag.Relocations, Tag.RelocationsSize, need, bound);
        if (!_dynamic.ContainsKey(Tag.PltRelocations)) return;
        if (Value(Tag.PltRelocationKind) != Tag.Relocations) throw new UnexpectedLibraryException($"Expected relocations of the kind RELA only; found kind {Value(Tag.PltRelocationKind)} in the procedure linkage table (DT_PLTREL).");
        CheckRelocations(Tag.PltRelocations, Tag.PltRelocationsSize, need, bound);
    }

    private void CheckRelocations(ulong tableTag, ulong sizeTag, Need need, Dictionary<uint, string> bound)
    {
        if (!_dynamic.TryGetValue(tableTag, out ulong address)) return;
        ulong size = Value(sizeTag);
        if (tableTag == Tag.Relocations && Value(Tag.RelocationSize) != RelocationSize) throw new UnexpectedLibraryException($"Expected relocations of {RelocationSize} bytes; found {Value(Tag.RelocationSize)} (DT_RELAENT).");
        ulong table = OffsetOf(address, size);
        for (ulong relocation = table; relocation + RelocationSize <= table + size; relocation += RelocationSize)
        {
            if (bound.TryGetValue((uint)(Quad(relocation + 8) >> 32), out string? name))
                throw new UnexpectedLibraryException($"Expected no use of '{name}' ({need.Version}); found a relocation at address 0x{Quad(relocation):x} that refers to it. The library needs that version in earnest, and must be taken as it is.");
        }
    }

    // The dynamic segment does not say how many symbols there are; the hash table that finds them does.
    private int CountSymbols()
    {
        if (_dynamic.TryGetValue(Tag.Hash, out ulong hash)) return (int)Word(OffsetOf(hash, 8) + 4);
        ulong table = OffsetOf(Value(Tag.GnuHash), 16);
        uint buckets = Word(table), first = Word(table + 4), bloom = Word(table + 8), last = 0;
        ulong bucket = table + 16 + (ulong)bloom * 8, chain = bucket + (ulong)buckets * 4;
        for (uint i = 0; i < buckets; i++) last = Math.Max(last, Word(bucket + (ulong)i * 4));
        if (last < first) return (int)first;
        while ((Word(chain + (ulong)(last - first) * 4) & 1) == 0) last++;
        return (int)last + 1;
    }

    // A version without a number, such as GLIBC_ABI_DT_RELR, came later than those that are listed.
    private static bool IsNewer(string version, string newest)
    {
        string[] one = version.Split(['_'], 2), limit = newest.Split(['_'], 2);
        return one[0] == limit[0] && !(one.Length == 2 && System.Version.TryParse(one[1], out System.Version? number) && number <= System.Version.Parse(limit[1]));
    }

    private ulong Value(ulong tag) => _dynamic.TryGetValue(tag, out ulong value) ? value : throw new UnexpectedLibraryException($"Expected the entry 0x{tag:x} in the dynamic segment; found none.");

    private ulong OffsetOf(ulong address, ulong size)
    {
        foreach ((ulong start, ulong offset, ulong length) in _segments)
            if (address >= start && address - start <= length && size <= length - (address - start)) return address - start + offset;
        throw new UnexpectedLibraryException($"Expected {size} bytes at address 0x{address:x}; no segment holds them.");
    }

    private string Text(uint index)
    {
        ulong size = Value(Tag.StringsSize), table = OffsetOf(Value(Tag.Strings), size);
        int start = At(table + index, 1), end = index < size ? Array.IndexOf(_file, (byte)0, start) : -1;
        return end < 0 ? throw Truncated(table + index) : Encoding.ASCII.GetString(_file, start, end - start);
    }

    private ushort Half(ulong offset) => BitConverter.ToUInt16(_file, At(offset, 2));

    private uint Word(ulong offset) => BitConverter.ToUInt32(_file, At(offset, 4));

    private ulong Quad(ulong offset) => BitConverter.ToUInt64(_file, At(offset, 8));

    private int At(ulong offset, int size) => offset <= (ulong)_file.Length && (ulong)size <= (ulong)_file.Length - offset ? (int)offset : throw Truncated(offset);

    private UnexpectedLibraryException Truncated(ulong offset) => new($"Expected data at offset {offset}; the file has {_file.Length} bytes. It is truncated or damaged.");

    private sealed class Need
    {
        public Need(string library, string version, ushort index, ushort flags, int flagsOffset) => (Library, Version, Index, Flags, FlagsOffset) = (library, version, index, flags, flagsOffset);

        public string Library { get; }

        public string Version { get; }

        public ushort Index { get; }

        public ushort Flags { get; }

        public int FlagsOffset { get; }

        public bool IsWeak => (Flags & Weak) != 0;
    }

    private static class Tag
    {
        public const ulong PltRelocationsSize = 2, Hash = 4, Strings = 5, Symbols = 6, Relocations = 7, RelocationsSize = 8, RelocationSize = 9, StringsSize = 10, RelocationsWithoutAddend = 17, PltRelocationKind = 20, PltRelocations = 23,
            GnuHash = 0x6FFFFEF5, SymbolVersions = 0x6FFFFFF0, VersionNeed = 0x6FFFFFFE, VersionNeedCount = 0x6FFFFFFF;
    }
}
