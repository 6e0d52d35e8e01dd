using System.Text.Json;
using System.Text.RegularExpressions;
using EventCatalog.Domain.Facts;
using EventCatalog.Ingestion.Formats;

namespace EventCatalog.Ingestion.Processors.Manifests;

/// <summary>One thing a manifest says.</summary>
public sealed record ManifestSays(string Name, FactValue Value);

/// <summary>What manifests say of technologies. A manifest that cannot be read says nothing: its own tools complain.</summary>
public static partial class Manifest
{
    /// <summary>Glob over the names of files.</summary>
    public const string Pattern = "{*.csproj,*.fsproj,Directory.Build.props,package.json,pom.xml,go.mod,pyproject.toml,Dockerfile}";

    private static readonly string[] Frameworks = ["react", "vue", "@angular/core", "svelte", "next", "typescript"];

    public static IEnumerable<ManifestSays> Read(string file, string text) => file switch
    {
        "package.json" => Package(text),
        "pom.xml" => Says("runtime.java.version", Java().Match(text)),
        "go.mod" => Says("runtime.go.version", Go().Match(text)),
        "pyproject.toml" => Says("runtime.python.version", Python().Match(text)),
        // The last stage is what runs; one named by an argument is known only when it is built.
        "Dockerfile" => Image().Matches(text).LastOrDefault()?.Groups["image"].Value is { } image && !image.StartsWith('$') ? [new ManifestSays("image.base", new FactValue.Text(image))] : [],
        _ => DotNet().Matches(text).SelectMany(framework => Says("runtime.dotnet.version", framework)),
    };

    /// <summary>One of each name: of several versions the lowest, because that is the one that holds an upgrade up.</summary>
    public static IEnumerable<ManifestSays> Lowest(IEnumerable<ManifestSays> said) =>
        said.GroupBy(one => one.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.MinBy(one => Order(one.Value))!);

    private static IEnumerable<ManifestSays> Package(string text)
    {
        JsonElement root;
        try
        {
            root = JsonReport.Parse(System.Text.Encoding.UTF8.GetBytes(text)).Checked();
        }
        catch (UnreadableReportException)
        {
            return [];
        }

        return Says("runtime.node.version", Digits().Match(root.Text("engines", "node") ?? ""))
            .Concat(Frameworks.SelectMany(name => Says($"framework.{Word(name)}.version", Digits().Match(root.Text("dependencies", name) ?? root.Text("devDependencies", name) ?? ""))));
    }

    private static string Word(string package) => package.TrimStart('@').Split('/')[0];

    private static IEnumerable<ManifestSays> Says(string name, Match version) => version.Success ? [new ManifestSays(name, new FactValue.Version(version.Groups["version"].Value))] : [];

    private static Version Order(FactValue value) =>
        Version.TryParse(value.ToString().Contains('.', StringComparison.Ordinal) ? value.ToString() : $"{value}.0", out var version) ? version : new Version();

    [GeneratedRegex(@"(?<version>[0-9]{1,6}(\.[0-9]{1,6}){0,2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?<=<TargetFrameworks?>[^<]{0,200})\bnet(coreapp)?(?<version>[0-9]{1,2}\.[0-9]{1,2})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DotNet();

    [GeneratedRegex(@"<(maven\.compiler\.release|java\.version|maven\.compiler\.source)>\s*(?<version>[0-9]{1,3}(\.[0-9]{1,3}){0,2})\s*<", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Java();

    [GeneratedRegex(@"^go\s+(?<version>[0-9]+\.[0-9]+(\.[0-9]+)?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Go();

    [GeneratedRegex(@"^requires-python\s*=\s*[""'][^0-9""']*(?<version>[0-9]+(\.[0-9]+){0,2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Python();

    [GeneratedRegex(@"^\s*FROM\s+(--platform=\S+\s+)?(?<image>\S{1,300})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Image();
}
