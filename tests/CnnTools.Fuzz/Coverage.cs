using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace CnnTools.Fuzz;

/// <summary>
/// Which branches of the instrumented engine an input went through, and roughly how often: a counter a pair of branches, as SharpFuzz's instrumentation keeps
/// it. Counts are told
/// apart by their power of two, as AFL does (Zalewski, "Technical whitepaper for afl-fuzz").
/// </summary>
/// <param name="countsMatter">False where going through a pair of branches again, more often, is nothing new.</param>
internal sealed unsafe class Coverage(bool countsMatter = true)
{
    private const int Size = 1 << 16;

    private static readonly byte* s_counters = Attach();
    private readonly byte* _counters = s_counters;
    private readonly byte[] _seen = new byte[Size];

    /// <summary>Pairs of branches seen so far.</summary>
    public int Count => _seen.Count(static buckets => buckets != 0);

    /// <summary>Forgets the last input.</summary>
    public void Start()
    {
        new Span<byte>(_counters, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the last input did something that none before it did; from now on it is known.</summary>
    public bool IsNew()
    {
        bool isNew = false;
        var words = new ReadOnlySpan<ulong>(_counters, Size / sizeof(ulong));
        for (int word = 0; word < words.Length; word++)
        {
            if (words[word] == 0) continue;
            for (int i = word * sizeof(ulong); i < (word + 1) * sizeof(ulong); i++)
            {
                if (_counters[i] == 0) continue;
                byte bucket = countsMatter ? (byte)(1 << BitOperations.Log2(_counters[i])) : (byte)1;
                if ((_seen[i] & bucket) != 0) continue;
                _seen[i] |= bucket;
                isNew = true;
            }
        }

        return isNew;
    }

    private static byte* Attach() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(Size);
}
