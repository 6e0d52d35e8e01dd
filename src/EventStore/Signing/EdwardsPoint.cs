using System.Runtime.InteropServices;

namespace EventCatalog.EventStore;

/// <summary>A point of the curve of Ed25519 in extended coordinates. Source: RFC 8032, section 5.1</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct EdwardsPoint
{
    private static readonly Field25519 D = (Field25519.Zero - Field25519.Of(121665)) * Field25519.Of(121666).Inverse();
    private static readonly Field25519 TwoD = D + D;
    private static readonly Field25519 RootOfMinusOne = Field25519.Of(2).Power([0xfb, .. Enumerable.Repeat((byte)0xff, 30), 0x1f]); // 2^((p-1)/4)
    private static readonly byte[] RootExponent = [0xfd, .. Enumerable.Repeat((byte)0xff, 30), 0x0f]; // (p-5)/8

    private readonly Field25519 x, y, z, t;

    private EdwardsPoint(in Field25519 x, in Field25519 y, in Field25519 z, in Field25519 t) => (this.x, this.y, this.z, this.t) = (x, y, z, t);

    public static EdwardsPoint Base { get; } = Read([0x58, .. Enumerable.Repeat((byte)0x66, 31)])!.Value;

    private static EdwardsPoint Neutral => new(Field25519.Zero, Field25519.One, Field25519.One, Field25519.Zero);

    /// <summary>Null for 32 bytes that are no point, or are one written otherwise than they must be.</summary>
    public static EdwardsPoint? Read(ReadOnlySpan<byte> bytes)
    {
        var ordinate = Field25519.Read(bytes);
        var sign = bytes[31] >> 7;
        var (u, v) = (ordinate * ordinate - Field25519.One, D * ordinate * ordinate + Field25519.One);
        var v3 = v * v * v;
        var abscissa = u * v3 * (u * v3 * v3 * v).Power(RootExponent);
        if (!Same(v * abscissa * abscissa, u))
            abscissa *= RootOfMinusOne;
        if (!Same(v * abscissa * abscissa, u) || (sign == 1 && Same(abscissa, Field25519.Zero)))
            return null;
        if ((abscissa.ToBytes()[0] & 1) != sign)
            abscissa = Field25519.Zero - abscissa;
        var point = new EdwardsPoint(abscissa, ordinate, Field25519.One, abscissa * ordinate);
        return point.ToBytes().AsSpan().SequenceEqual(bytes) ? point : null;
    }

    public byte[] ToBytes()
    {
        var inverse = z.Inverse();
        var bytes = (y * inverse).ToBytes();
        bytes[31] |= (byte)(((x * inverse).ToBytes()[0] & 1) << 7);
        return bytes;
    }

    /// <summary>The formulas hold for every two points, equal ones too.</summary>
    public static EdwardsPoint operator +(in EdwardsPoint p, in EdwardsPoint q)
    {
        var a = (p.y - p.x) * (q.y - q.x);
        var b = (p.y + p.x) * (q.y + q.x);
        var c = p.t * TwoD * q.t;
        var d = p.z * (q.z + q.z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new(e * f, g * h, f * g, e * h);
    }

    public static EdwardsPoint operator -(in EdwardsPoint p) => new(Field25519.Zero - p.x, p.y, p.z, Field25519.Zero - p.t);

    /// <summary>Takes the same time and the same steps whatever the scalar.</summary>
    /// <param name="scalar">32 bytes, the lowest first.</param>
    public EdwardsPoint Times(ReadOnlySpan<byte> scalar)
    {
        var result = Neutral;
        for (var bit = 255; bit >= 0; bit--)
        {
            result += result;
            result = Choose((ulong)(scalar[bit / 8] >> (bit % 8) & 1), result, result + this);
        }

        return result;
    }

    private static EdwardsPoint Choose(ulong bit, in EdwardsPoint first, in EdwardsPoint second) => new(
        Field25519.Choose(bit, first.x, second.x), Field25519.Choose(bit, first.y, second.y),
        Field25519.Choose(bit, first.z, second.z), Field25519.Choose(bit, first.t, second.t));

    private static bool Same(in Field25519 a, in Field25519 b) => a.ToBytes().AsSpan().SequenceEqual(b.ToBytes());
}
