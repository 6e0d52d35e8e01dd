namespace EventCatalog.EventStore.Tests.Signing;

public sealed class SigningKeyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string PathOfKey => Path.Combine(folder, "keys", "anchors.pem");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_first_use_makes_a_key_that_only_its_owner_can_read()
    {
        var made = new SigningKeyFile(PathOfKey).Open().Public.Id;

        new SigningKeyFile(PathOfKey).Open().Public.Id.ShouldBe(made);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(PathOfKey).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.GetDirectoryName(PathOfKey)!).Length.ShouldBe(1);
    }

    [Fact]
    public void Several_that_make_the_first_one_agree() =>
        ParallelEnumerable.Range(0, 16).WithDegreeOfParallelism(16).Select(_ => new SigningKeyFile(PathOfKey).Open().Public.Id).Distinct().Count().ShouldBe(1);

    [Fact]
    public void A_new_key_takes_the_place_of_the_old_one()
    {
        var file = new SigningKeyFile(PathOfKey);
        var old = file.Open().Public.Id;

        var rotated = file.Rotate().Public.Id;

        rotated.ShouldNotBe(old);
        file.Open().Public.Id.ShouldBe(rotated);
    }

    [Fact]
    public void A_given_key_is_neither_made_nor_changed()
    {
        var given = new SigningKeyFile(PathOfKey, isGiven: true);
        Should.Throw<SigningKeyException>(given.Open).Message.ShouldContain(PathOfKey);
        Should.Throw<SigningKeyException>(given.Rotate).Message.ShouldContain("given by the configuration");
        File.Exists(PathOfKey).ShouldBeFalse();
    }

    [Fact]
    public void What_is_no_key_is_named_and_not_quoted()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOfKey)!);
        File.WriteAllText(PathOfKey, "secret words");

        Should.Throw<SigningKeyException>(new SigningKeyFile(PathOfKey).Open).Message.ShouldSatisfyAllConditions(
            said => said.ShouldContain(PathOfKey), said => said.ShouldContain("openssl genpkey"), said => said.ShouldNotContain("secret words"));
    }
}
