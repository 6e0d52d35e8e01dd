namespace EventCatalog.Ingestion.Demo;

/// <summary>How the catalog came to be: the organisation first, then the systems, then squad after squad what they own.</summary>
internal static class DemoBeginning
{
    public static void Tell(DemoStory story)
    {
        story.On("2025-11-03", "ludmila.frost", "Start the catalog: the organisation and its departments")
            .Declares([DemoSystems.Entry, .. DemoPeople.Teams.Where(team => team.Type is not "team").Select(DemoPeople.Document)]);
        story.On("2025-11-04", "ludmila.frost", "Add the squads, their channels and their people")
            .Declares([.. DemoPeople.Teams.Where(team => team.Type is "team").Select(DemoPeople.Document), .. DemoPeople.People.Select(DemoPeople.Document)]);
        story.On("2025-11-05", "henrik.dove", "Draw the map: domains and systems as agreed in the architecture round")
            .Declares([.. DemoSystems.Domains.Select(DemoSystems.Document), .. DemoSystems.Systems.Select(DemoSystems.Document)]);
        story.On("2025-11-20", "gudrun.pelter", "Describe the tape bridge, so that nobody forgets it again")
            .Declares(DemoSystems.Document(DemoSystems.Bridge, DemoSystems.BridgeFile));
        story.On("2025-12-10", "okan.bright", "Add the paved road: a template for new services")
            .Declares(DemoTemplate.Document);

        foreach (var resource in DemoSystems.Resources)
        {
            story.On(resource.Since, LeadOf(resource.Owner), $"Add {resource.Name} to the catalog")
                .Declares(DemoSystems.Document(resource, DemoSystems.FileOf(resource)));
        }

        foreach (var component in DemoComponents.All)
            Enters(story, component, LeadOf(component.Owner), $"Add {component.Name} to the catalog");
    }

    /// <summary>A component's file enters the catalog with the APIs it provides.</summary>
    public static void Enters(DemoStory story, DemoComponents.Component component, string author, string message) =>
        story.On(component.Since, author, message).Declares(
        [
            DemoComponents.Document(component),
            .. DemoDescriptor.Words(component.Provides ?? "").Select(api => DemoApis.Document(api, component, component.Lifecycle)),
        ]);

    private static string LeadOf(string squad) =>
        DemoPeople.People.First(person => string.Equals(person.Team, squad, StringComparison.Ordinal)).Name;
}
