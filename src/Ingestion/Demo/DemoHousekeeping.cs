namespace EventCatalog.Ingestion.Demo;

/// <summary>
/// The waves that go through every company: each touches many descriptors, squad by squad, over some weeks. Days are by chance.
/// </summary>
internal sealed class DemoHousekeeping(DemoStory story, ulong seed)
{
    private readonly SplitMix64 _chance = new(seed ^ 0x5EED);

    private static readonly (string Before, string After)[] Upgrades =
        [("java-21", "java-25"), ("dotnet-9", "dotnet-10"), ("node-22", "node-24"), ("python-3-13", "python-3-14"), ("go-1-24", "go-1-26")];

    private static IEnumerable<DemoComponents.Component> Components =>
        [.. DemoComponents.All, .. DemoYear.Newcomers, DemoProblems.Repaired];

    public void Tell()
    {
        OnCall();
        Documentation();
        Channels();
        Runbooks();
        Upgrade();
        Databases();
        Tiers();
        Quality();
        CostCentres();
        Clarifications();
    }

    private void OnCall()
    {
        foreach (var component in Of("service"))
            Between("2025-12-08", "2025-12-19", "Page us when it breaks").Annotates(Ref(component), "pagerduty.com/service-id", DemoPeople.PagerCode(component.Name));
    }

    private void Documentation()
    {
        foreach (var component in Components)
            Between("2026-01-12", "2026-02-27", "Publish the docs with the code").Annotates(Ref(component), "backstage.io/techdocs-ref", "dir:.");
    }

    private void Channels()
    {
        foreach (var squad in DemoPeople.Teams.Where(team => team.Type is "team").Select(team => team.Name))
        {
            var channel = $"sq-{(squad is "data-platform" ? "data" : squad)}";
            Between("2026-03-09", "2026-03-11", "Channels of squads start with sq- from now on")
                .Rewrites($"group:{squad}", it =>
                {
                    var annotations = it.Metadata().Child("annotations");
                    annotations["slack.com/channel"] = $"#{channel}";
                    annotations["slack.com/channel-url"] = $"https://chat.example.com/channels/{channel}";
                });
        }
    }

    private void Runbooks()
    {
        foreach (var component in Of("service", "data-pipeline", "ml-model"))
            Between("2026-02-16", "2026-04-24", "Link the runbook").Links(Ref(component), $"https://wiki.example.com/runbooks/{component.Name}", "Runbook", "docs");
        foreach (var component in Of("service", "website"))
            Between("2026-06-22", "2026-07-24", "Link the dashboard").Links(Ref(component), $"https://dashboards.example.com/d/{component.Name}", "Dashboard", "dashboard");
    }

    private void Upgrade()
    {
        foreach (var component in Components)
        {
            foreach (var (before, after) in Upgrades.Where(upgrade => DemoDescriptor.Words(component.Tags).Contains(upgrade.Before, StringComparer.Ordinal)))
                Between("2026-04-07", "2026-06-30", $"Upgrade from {before} to {after}").Untags(Ref(component), before).Tags(Ref(component), after);
        }
    }

    private void Databases()
    {
        foreach (var resource in DemoSystems.Resources.Where(resource => resource.Type is "database"))
        {
            Between("2026-08-03", "2026-09-11", "Upgrade from postgres-16 to postgres-18")
                .Untags($"resource:{resource.Name}", "postgres-16").Tags($"resource:{resource.Name}", "postgres-18");
        }

        foreach (var resource in DemoSystems.Resources.Where(resource => resource.Type is "database" or "object-storage"))
            Between("2026-01-19", "2026-01-30", "State how long backups are kept").Labels($"resource:{resource.Name}", "meridian.example/backup", _chance.Pick(["7d", "30d", "90d"]));
    }

    private void Tiers()
    {
        foreach (var component in Of("service", "website", "data-pipeline", "mobile-feature"))
        {
            var tier = component.Name is "checkout" or "payments" or "orders" or "accounts" or "shop-gateway" or "web-shop" ? "1" : _chance.Pick(["2", "2", "3"]);
            Between("2026-09-01", "2026-09-25", "State the service tier").Labels(Ref(component), "meridian.example/tier", tier);
        }
    }

    private void Quality()
    {
        foreach (var component in Of("service", "website", "library", "mobile-feature"))
            Between("2026-09-28", "2026-10-30", "Show code quality in the portal").Annotates(Ref(component), "sonarqube.org/project-key", $"meridian:{component.Name}");
    }

    // Begun this month, and not everyone has got round to it.
    private void CostCentres()
    {
        foreach (var component in Components.Where(_ => _chance.Below(3) > 0))
            Between("2026-11-02", "2026-11-13", "Name the cost centre").Labels(Ref(component), "meridian.example/cost-centre", $"cc-{4100 + (10 * _chance.Below(9))}");
    }

    private void Clarifications()
    {
        foreach (var (api, from, to, text) in Texts)
        {
            Between(from, to, "Say what people keep asking").Rewrites($"api:{api}", it =>
                it.Metadata()["description"] = $"{it.Metadata()["description"]!.GetValue<string>()} {text}");
        }
    }

    private static readonly (string Api, string From, string To, string Text)[] Texts =
    [
        ("checkout-api", "2026-02-05", "2026-02-20", "Drafts live for two hours."),
        ("checkout-api", "2026-08-10", "2026-08-21", "Version 1 was switched off in July."),
        ("order-events", "2026-01-08", "2026-01-16", "Keyed by order id; at least once."),
        ("order-events", "2026-09-07", "2026-09-18", "Kept for thirteen months."),
        ("payments-api", "2026-04-13", "2026-04-24", "Amounts are strings, never floats."),
        ("pricing-api", "2026-05-11", "2026-05-22", "Prices are gross, in the customer's currency."),
        ("accounts-api", "2026-03-16", "2026-03-27", "Every call names its purpose."),
        ("shop-graph", "2026-02-09", "2026-02-20", "Persisted queries only in production."),
        ("stock-api", "2026-06-22", "2026-07-03", "Reservations end after twenty minutes."),
        ("delivery-slots-api", "2026-10-12", "2026-10-23", "Times are local to the door."),
        ("parcel-events", "2026-07-06", "2026-07-17", "Keyed by parcel id."),
        ("feature-flags-api", "2026-01-19", "2026-01-30", "Safe to call on every request."),
        ("recommendations-api", "2026-08-31", "2026-09-11", "Empty shelves are an answer."),
        ("returns-api", "2026-10-05", "2026-10-16", "Labels are valid for fourteen days."),
    ];

    private static IEnumerable<DemoComponents.Component> Of(params string[] types) =>
        Components.Where(component => types.Contains(component.Type, StringComparer.Ordinal));

    private static string Ref(DemoComponents.Component component) => $"component:{component.Name}";

    private DemoCommit Between(string first, string last, string message)
    {
        var (from, to) = (DemoStory.Day(first), DemoStory.Day(last));
        DateOnly day;
        do
            day = from.AddDays(_chance.Below(to.DayNumber - from.DayNumber + 1));
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        return story.Around(day, message);
    }
}
