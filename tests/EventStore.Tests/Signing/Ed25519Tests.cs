namespace EventCatalog.EventStore.Tests.Signing;

public sealed class Ed25519Tests
{
    /// <summary>RFC 8032, section 7.1.</summary>
    public static TheoryData<string, string, string, string> Examples { get; } = new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_signs_as_the_RFC_does(string seed, string publicKey, string message, string signature)
    {
        Convert.ToHexStringLower(Ed25519.PublicKeyOf(Convert.FromHexString(seed))).ShouldBe(publicKey);
        Convert.ToHexStringLower(Ed25519.Sign(Convert.FromHexString(seed), Convert.FromHexString(message))).ShouldBe(signature);
        Ed25519.Verify(Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature)).ShouldBeTrue();
    }

    [Fact]
    public void One_flipped_bit_anywhere_and_it_is_no_signature()
    {
        var key = SigningKey.Create().Public;
        var other = SigningKey.Read(SigningKey.Create().Pem());
        var signature = other.Sign("a text");
        other.Public.Verify("a text", signature).ShouldBeTrue();
        other.Public.Verify("a texT", signature).ShouldBeFalse();
        key.Verify("a text", signature).ShouldBeFalse();
        for (var bit = 0; bit < 8 * signature.Length; bit += 7)
        {
            var flipped = signature.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            other.Public.Verify("a text", flipped).ShouldBeFalse($"bit {bit}");
        }
    }

    /// <summary>The order of the group added to the second half gives another text for the same number; RFC 8032 refuses it.</summary>
    [Fact]
    public void A_signature_has_one_spelling()
    {
        var (_, publicKey, message, signature) = ("", Examples.First().Data.Item2, Array.Empty<byte>(), Convert.FromHexString(Examples.First().Data.Item4));
        var number = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + System.Numerics.BigInteger.Pow(2, 252)
            + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
        number.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true).ShouldBeTrue();

        Ed25519.Verify(Convert.FromHexString(publicKey), message, signature).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")] // zero, written as negative
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // the prime itself
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")] // no point has it
    public void What_is_no_point_is_no_key(string publicKey) =>
        Ed25519.Verify(Convert.FromHexString(publicKey), [], new byte[64]).ShouldBeFalse();

    [Fact]
    public void A_key_of_openssl_is_read_and_named_as_openssl_names_it()
    {
        var key = SigningKey.Read("""
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """);
        Convert.ToHexStringLower(key.Public.Encoded[12..]).ShouldBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        PublicKey.Read(key.Public.Pem).Id.ShouldBe(key.Public.Id);
        Should.Throw<FormatException>(() => SigningKey.Read(key.Public.Pem)).Message.ShouldNotContain("MCowBQ");
        Should.Throw<FormatException>(() => PublicKey.Read(key.Pem()));
    }
}
