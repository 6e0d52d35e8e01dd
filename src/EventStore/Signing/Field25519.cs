using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EventCatalog.EventStore;

/// <summary>
/// A number modulo 2^255 - 19, in five limbs of 51 bits. No branch and no address depends on its value. Source: RFC 7748, section 4.1, and
/// https://cr.yp.to/papers.html#ed25519
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Field25519
{
    private const ulong Mask = (1UL << 51) - 1;
    private readonly ulong a0, a1, a2, a3, a4;

    private Field25519(ulong a0, ulong a1, ulong a2, ulong a3, ulong a4) => (this.a0, this.a1, this.a2, this.a3, this.a4) = (a0, a1, a2, a3, a4);

    public static Field25519 Zero => default;

    public static Field25519 One => Of(1);

    public static Field25519 Of(uint small) => new(small, 0, 0, 0, 0);

    /// <summary>The lower 255 bits of 32 bytes, the lowest first.</summary>
    public static Field25519 Read(ReadOnlySpan<byte> bytes)
    {
        var (w0, w1, w2, w3) = (Word(bytes, 0), Word(bytes, 1), Word(bytes, 2), Word(bytes, 3));
        return new(w0 & Mask, (w0 >> 51 | w1 << 13) & Mask, (w1 >> 38 | w2 << 26) & Mask, (w2 >> 25 | w3 << 39) & Mask, (w3 >> 12) & Mask);

        static ulong Word(ReadOnlySpan<byte> bytes, int n) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * n)..]);
    }

    /// <summary>The least number it can be written as, in 32 bytes.</summary>
    public byte[] ToBytes()
    {
        var t = Carried(Carried(this));
        // 1 where it is 2^255 - 19 or more: adding 19 then carries out of the top.
        var over = (t.a0 + 19) >> 51;
        over = (t.a1 + over) >> 51;
        over = (t.a2 + over) >> 51;
        over = (t.a3 + over) >> 51;
        over = (t.a4 + over) >> 51;
        var l0 = t.a0 + 19 * over;
        var l1 = t.a1 + (l0 >> 51);
        var l2 = t.a2 + (l1 >> 51);
        var l3 = t.a3 + (l2 >> 51);
        var l4 = t.a4 + (l3 >> 51);
        (l0, l1, l2, l3, l4) = (l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4 & Mask);
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, l0 | l1 << 51);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), l1 >> 13 | l2 << 38);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), l2 >> 26 | l3 << 25);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), l3 >> 39 | l4 << 12);
        return bytes;
    }

    public static Field25519 operator +(in Field25519 x, in Field25519 y) =>
        Carried(new(x.a0 + y.a0, x.a1 + y.a1, x.a2 + y.a2, x.a3 + y.a3, x.a4 + y.a4));

    /// <summary>Eight times the prime is added first, so that no limb goes below zero.</summary>
    public static Field25519 operator -(in Field25519 x, in Field25519 y)
    {
        const ulong lowest = (1UL << 54) - 152;
        const ulong other = (1UL << 54) - 8;
        return Carried(new(x.a0 + lowest - y.a0, x.a1 + other - y.a1, x.a2 + other - y.a2, x.a3 + other - y.a3, x.a4 + other - y.a4));
    }

    public static Field25519 operator *(in Field25519 x, in Field25519 y)
    {
        // What passes 2^255 comes back nineteenfold.
        var (y1, y2, y3, y4) = (19 * y.a1, 19 * y.a2, 19 * y.a3, 19 * y.a4);
        var t0 = M(x.a0, y.a0) + M(x.a1, y4) + M(x.a2, y3) + M(x.a3, y2) + M(x.a4, y1);
        var t1 = M(x.a0, y.a1) + M(x.a1, y.a0) + M(x.a2, y4) + M(x.a3, y3) + M(x.a4, y2);
        var t2 = M(x.a0, y.a2) + M(x.a1, y.a1) + M(x.a2, y.a0) + M(x.a3, y4) + M(x.a4, y3);
        var t3 = M(x.a0, y.a3) + M(x.a1, y.a2) + M(x.a2, y.a1) + M(x.a3, y.a0) + M(x.a4, y4);
        var t4 = M(x.a0, y.a4) + M(x.a1, y.a3) + M(x.a2, y.a2) + M(x.a3, y.a1) + M(x.a4, y.a0);
        t1 += (ulong)(t0 >> 51);
        t2 += (ulong)(t1 >> 51);
        t3 += (ulong)(t2 >> 51);
        t4 += (ulong)(t3 >> 51);
        return Carried(new(((ulong)t0 & Mask) + 19 * (ulong)(t4 >> 51), (ulong)t1 & Mask, (ulong)t2 & Mask, (ulong)t3 & Mask, (ulong)t4 & Mask));

        static UInt128 M(ulong x, ulong y) => Math.BigMul(x, y);
    }

    /// <param name="exponent">Known to everybody; the lowest byte first.</param>
    public Field25519 Power(ReadOnlySpan<byte> exponent)
    {
        var result = One;
        for (var bit = 8 * exponent.Length - 1; bit >= 0; bit--)
        {
            result *= result;
            if ((exponent[bit / 8] >> (bit % 8) & 1) == 1)
                result *= this;
        }

        return result;
    }

    /// <summary>By Fermat: to the power of the prime less two. Of zero, zero.</summary>
    public Field25519 Inverse()
    {
        Span<byte> exponent = stackalloc byte[32];
        exponent.Fill(0xff);
        (exponent[0], exponent[31]) = (0xeb, 0x7f);
        return Power(exponent);
    }

    /// <summary>The second where the bit is 1, else the first.</summary>
    public static Field25519 Choose(ulong bit, in Field25519 first, in Field25519 second)
    {
        var mask = 0 - bit;
        return new(
            first.a0 ^ (mask & (first.a0 ^ second.a0)), first.a1 ^ (mask & (first.a1 ^ second.a1)), first.a2 ^ (mask & (first.a2 ^ second.a2)),
            first.a3 ^ (mask & (first.a3 ^ second.a3)), first.a4 ^ (mask & (first.a4 ^ second.a4)));
    }

    /// <summary>Every limb but the lowest fits its 51 bits, and that one nearly.</summary>
    private static Field25519 Carried(in Field25519 x)
    {
        var l1 = x.a1 + (x.a0 >> 51);
        var l2 = x.a2 + (l1 >> 51);
        var l3 = x.a3 + (l2 >> 51);
        var l4 = x.a4 + (l3 >> 51);
        return new((x.a0 & Mask) + 19 * (l4 >> 51), l1 & Mask, l2 & Mask, l3 & Mask, l4 & Mask);
    }
}
