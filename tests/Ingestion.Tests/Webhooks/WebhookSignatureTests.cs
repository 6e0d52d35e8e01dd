using System.Security.Cryptography;
using System.Text;
using EventCatalog.Ingestion.Webhooks;

namespace EventCatalog.Ingestion.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private const string Secret = "It's a Secret to Everybody";
    private const string Text = "Hello, World!";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    // The values of GitHub's documentation.
    private const string Documented = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    [Fact]
    public void The_example_of_GitHubs_documentation_is_right() =>
        Verify(("X-Hub-Signature-256", Documented)).ShouldNotBeNull();

    [Fact]
    public void Gitea_and_Bitbucket_sign_alike_in_headers_of_their_own()
    {
        Verify(("X-Gitea-Signature", Documented["sha256=".Length..])).ShouldNotBeNull();
        Verify(("X-Forgejo-Signature", Documented["sha256=".Length..])).ShouldNotBeNull();
        Verify(("X-Hub-Signature", Documented)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("X-Hub-Signature-256", "")]
    [InlineData("X-Hub-Signature-256", "sha256=")]
    [InlineData("X-Hub-Signature-256", "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18")]
    [InlineData("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1")]
    [InlineData("X-Hub-Signature-256", "sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("X-Hub-Signature", "sha1=757107ea0eb2509fc211221cce984b8a37570b6d")]
    [InlineData("X-Gitlab-Token", "It's a secret to everybody")]
    [InlineData("X-Gitlab-Token", "")]
    [InlineData("X-Other", "It's a Secret to Everybody")]
    public void Everything_else_is_refused(string header, string value) => Verify((header, value)).ShouldBeNull();

    [Fact]
    public void GitLabs_token_is_compared() => Verify(("X-Gitlab-Token", Secret)).ShouldNotBeNull();

    [Fact]
    public void A_host_without_a_secret_is_heard_by_nobody() =>
        WebhookSignature.Verify(Delivery([("X-Gitlab-Token", "")]), "", Now).ShouldBeNull();

    [Fact]
    public void A_standard_webhook_is_signed_with_its_number_and_time()
    {
        Verify(Standard(Now)).ShouldBe("msg_1");
        Verify(Standard(Now - TimeSpan.FromMinutes(4))).ShouldBe("msg_1");
        Verify(Standard(Now - TimeSpan.FromMinutes(6))).ShouldBeNull();
        Verify(Standard(Now + TimeSpan.FromMinutes(6))).ShouldBeNull();
        Verify([.. Standard(Now).Where(header => header.Name != "webhook-id"), ("webhook-id", "msg_2")]).ShouldBeNull();
    }

    [Fact]
    public void One_of_several_signatures_is_enough_while_a_secret_is_changed()
    {
        var headers = Standard(Now);
        headers[2].Value = $"v1,{Convert.ToBase64String(new byte[32])} v2,x {headers[2].Value}";

        Verify(headers).ShouldBe("msg_1");
    }

    [Fact]
    public void A_signing_token_of_GitLab_is_a_key_in_Base64()
    {
        var key = RandomNumberGenerator.GetBytes(32);

        WebhookSignature.Verify(Delivery(Standard(Now, key)), $"whsec_{Convert.ToBase64String(key)}", Now).ShouldBe("msg_1");
    }

    [Fact]
    public void A_number_that_is_not_signed_makes_an_old_body_no_new_delivery() =>
        Verify(("X-Hub-Signature-256", Documented), ("X-GitHub-Delivery", "1")).ShouldBe(Verify(("X-Hub-Signature-256", Documented), ("X-GitHub-Delivery", "2")));

    private static (string Name, string Value)[] Standard(DateTimeOffset at, byte[]? key = null)
    {
        var signature = HMACSHA256.HashData(key ?? Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"msg_1.{at.ToUnixTimeSeconds()}.{Text}"));
        return [("webhook-id", "msg_1"), ("webhook-timestamp", $"{at.ToUnixTimeSeconds()}"), ("webhook-signature", $"v1,{Convert.ToBase64String(signature)}")];
    }

    private static string? Verify(params (string Name, string Value)[] headers) => WebhookSignature.Verify(Delivery(headers), Secret, Now);

    private static WebhookDelivery Delivery((string Name, string Value)[] headers) =>
        new(name => headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value, Encoding.UTF8.GetBytes(Text));
}
