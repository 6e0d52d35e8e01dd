using System.Buffers.Binary;

namespace EventCatalog.EventStore;

/// <summary>
/// Numbers modulo the order of the base point, 2^252 + 27742317777372353535851937790883648493, as 32 bytes, the lowest first. Bit by bit: slow, short, and
/// always the same steps.
/// </summary>
internal static class EdwardsScalar
{
    private static readonly ulong[] Order = [0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000];

    /// <summary>The remainder of any number.</summary>
    public static byte[] Reduce(ReadOnlySpan<byte> number)
    {
        Span<ulong> result = stackalloc ulong[4];
        for (var bit = 8 * number.Length - 1; bit >= 0; bit--)
        {
            Double(result);
            result[0] |= (uint)(number[bit / 8] >> (bit % 8) & 1);
            SubtractOrder(result);
        }

        return Bytes(result);
    }

    /// <summary>Product and sum.</summary>
    /// <param name="b">Below the order, as <paramref name="c"/>.</param>
    public static byte[] MultiplyAdd(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c)
    {
        Span<ulong> result = stackalloc ulong[4];
        for (var bit = 255; bit >= 0; bit--)
        {
            Double(result);
            SubtractOrder(result);
            Add(result, b, 0 - (ulong)(a[bit / 8] >> (bit % 8) & 1));
        }

        Add(result, c, ulong.MaxValue);
        return Bytes(result);
    }

    public static bool IsReduced(ReadOnlySpan<byte> number) => Reduce(number).AsSpan().SequenceEqual(number);

    private static void Double(Span<ulong> x)
    {
        for (var i = 3; i > 0; i--)
            x[i] = x[i] << 1 | x[i - 1] >> 63;
        x[0] <<= 1;
    }

    private static void Add(Span<ulong> x, ReadOnlySpan<byte> y, ulong mask)
    {
        UInt128 carry = 0;
        for (var i = 0; i < 4; i++)
        {
            carry += (UInt128)x[i] + (mask & BinaryPrimitives.ReadUInt64LittleEndian(y[(8 * i)..]));
            x[i] = (ulong)carry;
            carry >>= 64;
        }

        SubtractOrder(x);
    }

    /// <summary>Where it is at least the order.</summary>
    private static void SubtractOrder(Span<ulong> x)
    {
        Span<ulong> less = stackalloc ulong[4];
        ulong borrow = 0;
        for (var i = 0; i < 4; i++)
        {
            var difference = (UInt128)x[i] - Order[i] - borrow;
            less[i] = (ulong)difference;
            borrow = (ulong)(difference >> 64) & 1;
        }

        var keep = 0 - borrow;
        for (var i = 0; i < 4; i++)
            x[i] = (x[i] & keep) | (less[i] & ~keep);
    }

    private static byte[] Bytes(ReadOnlySpan<ulong> x)
    {
        var bytes = new byte[32];
        for (var i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), x[i]);
        return bytes;
    }
}
