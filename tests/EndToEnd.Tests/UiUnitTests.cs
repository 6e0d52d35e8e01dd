using System.Diagnostics;

namespace EventCatalog.EndToEnd.Tests;

public sealed class UiUnitTests
{
    [Fact]
    public async Task The_unit_tests_of_the_user_interface_pass()
    {
        var start = new ProcessStartInfo("npm", ["test"]) { WorkingDirectory = Checkout.Ui };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["CI"] = "1";
        var run = await CommandRun.OfAsync(start);

        TestContext.Current.TestOutputHelper!.WriteLine(run.All);
        run.ExitCode.ShouldBe(0, run.All);
        run.Output.ShouldContain(" passed");
    }
}
