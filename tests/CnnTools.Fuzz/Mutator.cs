using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CnnTools.Fuzz;

/// <summary>Changes inputs: blindly, and where a format's own shape is known (numbers in text, a length that counts what follows) so that the change gets past
/// the first check.</summary>
internal sealed class Mutator(int seed)
{
    private const int LargestInput = 1 << 16;

    private static readonly long[] s_numbers = [0, 1, -1, 2, 7, 8, 16, 31, 32, 64, 100, 127, 128, 255, 256, 1000, 4096, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];
    private static readonly string[] s_texts = ["null", "true", "[]", "{}", "\"\"", "1e999", "-0", "0.5", "\\u0000", "\\ud800", "é", "NaN", ",", ":", "\n", "\"", "F32", "F64", "BF16", "U8", "train", "test", "\t", ";", "../", "/", "\0"];

    private readonly Random _random = new(seed);

    /// <summary>A changed copy of an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="other">Another one, to take pieces from.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        var bytes = new List<byte>(input);
        for (int changes = 1 << _random.Next(4); changes > 0; changes--) Change(bytes, other);
        if (bytes.Count > LargestInput) bytes.RemoveRange(LargestInput, bytes.Count - LargestInput);
        if (_random.Next(4) != 0) CountHeader(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        int place = _random.Next(bytes.Count + 1), length = Math.Min(bytes.Count - place, 1 << _random.Next(9));
        switch (_random.Next(11))
        {
            case 0 when place < bytes.Count:
                bytes[place] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when place < bytes.Count:
                bytes[place] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(place, _random.Next(length + 1));
                break;
            case 3:
                bytes.InsertRange(place, bytes.GetRange(_random.Next(bytes.Count - length + 1), length));
                break;
            case 4 when other.Length > 0:
                int from = _random.Next(other.Length);
                bytes.InsertRange(place, other[from..Math.Min(other.Length, from + (1 << _random.Next(9)))]);
                break;
            case 5:
                PutNumber(bytes, place);
                break;
            case 6 or 7:
                ReplaceDigits(bytes, place);
                break;
            case 8:
                bytes.InsertRange(place, Encoding.UTF8.GetBytes(s_texts[_random.Next(s_texts.Length)]));
                break;
            case 9:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            default:
                bytes.InsertRange(place, Enumerable.Repeat((byte)_random.Next(256), 1 << _random.Next(10)));
                break;
        }
    }

    /// <summary>A number of one, two, four or eight bytes, in either order.</summary>
    private void PutNumber(List<byte> bytes, int place)
    {
        Span<byte> number = stackalloc byte[8];
        long value = s_numbers[_random.Next(s_numbers.Length)] + _random.Next(-1, 2);
        int size = 1 << _random.Next(4);
        if (_random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(number, value);
        else BinaryPrimitives.WriteInt64BigEndian(number, value << (64 - 8 * size));
        for (int i = 0; i < size && place + i < bytes.Count; i++) bytes[place + i] = number[i];
    }

    /// <summary>The next run of digits becomes another number.</summary>
    private void ReplaceDigits(List<byte> bytes, int place)
    {
        int start = bytes.FindIndex(Math.Min(place, bytes.Count), static value => char.IsAsciiDigit((char)value));
        if (start < 0) return;
        int end = bytes.FindIndex(start, static value => !char.IsAsciiDigit((char)value));
        if (end < 0) end = bytes.Count;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Encoding.ASCII.GetBytes((s_numbers[_random.Next(s_numbers.Length)] + _random.Next(-1, 2)).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Where the input begins like safetensors (a length, then JSON), makes the length that of the JSON, so that what it says is looked at.</summary>
    private static void CountHeader(List<byte> bytes)
    {
        for (int start = 0; start <= 1; start++) // a checkpoint's input has a byte before
        {
            if (bytes.Count < start + 10 || bytes[start + 8] != (byte)'{') continue;
            int depth = 0, end = -1;
            for (int i = start + 8; i < bytes.Count && end < 0; i++)
            {
                if (bytes[i] == (byte)'"')
                {
                    // A string, with its escapes.
                    for (i++; i < bytes.Count && bytes[i] != (byte)'"'; i++)
                        if (bytes[i] == (byte)'\\') i++;
                }
                else if (bytes[i] == (byte)'{') depth++;
                else if (bytes[i] == (byte)'}' && --depth == 0) end = i + 1;
            }

            if (end < 0) return;
            while (end < bytes.Count && bytes[end] == (byte)' ') end++;
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, end - start - 8);
            for (int i = 0; i < 8; i++) bytes[start + i] = length[i];
            return;
        }
    }
}
