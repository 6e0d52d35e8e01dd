using System.CommandLine;
using EventCatalog.EmbeddedPostgres;

namespace EventCatalog.Api.Hosting;

/// <summary>Options that several verbs share.</summary>
public static class SharedOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Folder of the embedded database. Default: EVENTCATALOG_DATA, else the user's data folder.",
        DefaultValueFactory = _ => DataFolder.Default(),
    };

    public static Option<string[]> Source() => new("--source")
    {
        Description = "A descriptor file, a folder, a git URL, the https URL of a descriptor file, or an organisation such as https://github.com/acme; may be given several times.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Pattern() => new("--pattern")
    {
        Description = "Glob over the file names that a folder or repository is searched for. Default: catalog-info.yaml and catalog-info.yml.",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print the answer as JSON." };
}
