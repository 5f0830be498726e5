using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace CnnTools.Core.Hardware;

/// <summary>What the processor is and can do, asked of the processor itself (CPUID; Intel's and AMD's manuals).</summary>
internal static class CpuFeatures
{
    /// <summary>True if matrix products in bfloat16 run in hardware (AVX-512 BF16, AMX). True on other processors than x86, which cannot be asked.</summary>
    public static bool HasBFloat16
    {
        get
        {
            if (!X86Base.IsSupported) return true;
            if (X86Base.CpuId(0, 0).Eax < 7) return false;
            const int avx512Bf16 = 1 << 5, amxBf16 = 1 << 22;
            return (X86Base.CpuId(7, 1).Eax & avx512Bf16) != 0 || (X86Base.CpuId(7, 0).Edx & amxBf16) != 0;
        }
    }

    /// <summary>The processor's own name; its architecture if it has none.</summary>
    public static string ModelName()
    {
        const int first = unchecked((int)0x80000002), last = unchecked((int)0x80000004);
        if (!X86Base.IsSupported || unchecked((uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax) < unchecked((uint)last)) return RuntimeInformation.ProcessArchitecture.ToString();
        Span<int> words = stackalloc int[12];
        for (int leaf = first; leaf <= last; leaf++)
        {
            (int eax, int ebx, int ecx, int edx) = X86Base.CpuId(leaf, 0);
            int place = 4 * (leaf - first);
            (words[place], words[place + 1], words[place + 2], words[place + 3]) = (eax, ebx, ecx, edx);
        }

        string name = Encoding.ASCII.GetString(MemoryMarshal.AsBytes(words)).TrimEnd('\0').Trim();
        return name.Length > 0 ? name : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
