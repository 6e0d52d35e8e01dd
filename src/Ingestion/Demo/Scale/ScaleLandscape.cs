namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>Domains, systems and all that runs, laid out in repositories as companies do: some alone, most with their neighbours.</summary>
internal sealed class ScaleLandscape
{
    private readonly ScaleSize _size;
    private readonly ScalePeople _people;
    private readonly SplitMix64 _chance;
    private readonly Dictionary<string, ScaleNames> _names = new(StringComparer.Ordinal);
    private readonly List<ScaleEntity> _entities = [];
    private readonly string[] _systems;
    private readonly string[] _services;
    private readonly string[] _apis;
    private readonly string[] _pipelines;

    public ScaleLandscape(ScaleSize size, ulong seed, ScalePeople people)
    {
        (_size, _people, _chance) = (size, people, new SplitMix64(seed + 1));
        var domains = Names("Domain", size.Domains, i => ScaleWords.DomainWords[i % ScaleWords.DomainWords.Length]);
        _systems = Names("System", size.Systems, _ => $"{Theme()}-{_chance.Pick(ScaleWords.SystemWords)}");
        _services = Names("Component", size.Services, _ => $"{Theme()}-{_chance.Pick(ScaleWords.ServiceWords)}");
        _apis = Names("API", size.Apis, i => $"{_services[ServiceOfApi(i)]}-api");
        _pipelines = Names("Component", size.Pipelines, _ => $"{Theme()}-{_chance.Pick(ScaleWords.PipelineWords)}-{_chance.Pick(ScaleWords.Cadences)}");
        for (var i = 0; i < domains.Length; i++)
            AddDomain(domains, i);
        AddServices();
        for (var i = 0; i < size.Pipelines; i++)
            AddPipeline(i);
        AddOthers("ml-model", size.Models, ScaleWords.ModelWords, tribe => $"{tribe}-models", "models");
        AddOthers("website", size.Websites, ScaleWords.SiteWords, tribe => $"{tribe}-web", "apps");
        AddOthers("mobile-feature", size.Features, ScaleWords.FeatureWords, _ => "mobile-app", "features");
    }

    public IReadOnlyList<ScaleEntity> Entities => _entities;

    private void AddDomain(string[] domains, int domain)
    {
        var file = new ScaleFile("architecture", $"{domains[domain]}/catalog-info.yaml");
        var systems = Enumerable.Range(0, _systems.Length).Where(system => system * domains.Length / _systems.Length == domain).ToArray();
        var owner = SquadOfSystem(systems.Length > 0 ? systems[0] : 0);
        _entities.Add(Owned("Domain", domains[domain], file, owner) with { Lifecycle = null });
        foreach (var system in systems)
            _entities.Add(Owned("System", _systems[system], file, SquadOfSystem(system)) with { Lifecycle = null, Domain = domains[domain] });
    }

    private void AddServices()
    {
        // What a service owns stands in the file of that service.
        var apis = Enumerable.Range(0, _size.Apis).ToLookup(ServiceOfApi);
        var resources = Enumerable.Range(0, _size.Resources).ToLookup(i => (int)((long)i * _size.Services / _size.Resources));
        for (var i = 0; i < _size.Services; i++)
        {
            var (name, system, owner) = (_services[i], _systems[SystemOf(i, _size.Services)], SquadOf(i, _size.Services));
            var file = i % 4 == 0 ? new ScaleFile(name, "catalog-info.yaml") : new ScaleFile($"{system}-services", $"services/{name}/catalog-info.yaml");
            var stores = resources[i].Select(_ => Take("Resource", $"{name}-{_chance.Pick(ScaleWords.StoreWords)}")).ToArray();
            _entities.Add(Owned("Component", name, file, owner) with
            {
                Type = "service",
                System = system,
                Tags = TagsOf(_chance.Pick(ScaleWords.Languages)),
                DependsOn = [.. stores.Select(store => $"resource:{store}"), .. Some(_services, 2).Select(other => $"component:{other}")],
                Provides = [.. apis[i].Select(api => _apis[api])],
                Consumes = Some(_apis, 3),
            });
            foreach (var api in apis[i])
                _entities.Add(Owned("API", _apis[api], file, owner) with { Type = _chance.Below(10) switch { < 6 => "openapi", < 9 => "grpc", _ => "graphql" }, System = system });
            foreach (var store in stores)
                _entities.Add(Owned("Resource", store, file, owner) with { Type = ScaleWords.StoreWords.First(word => store.Contains($"-{word}", StringComparison.Ordinal)), Lifecycle = null, System = system });
        }
    }

    private void AddPipeline(int i)
    {
        var owner = SquadOf(i, _size.Pipelines);
        _entities.Add(Owned("Component", _pipelines[i], new ScaleFile($"{owner}-data", $"pipelines/{_pipelines[i]}/catalog-info.yaml"), owner) with
        {
            Type = "data-pipeline",
            System = _systems[SystemOf(i, _size.Pipelines)],
            Tags = TagsOf("scala"),
            // Only what comes before it, so that data flows one way.
            DependsOn = [.. i == 0 ? [] : Some(_pipelines[..i], 3).Select(other => $"component:{other}")],
        });
    }

    private void AddOthers(string type, int count, string[] words, Func<string, string> repository, string folder)
    {
        for (var i = 0; i < count; i++)
        {
            var squad = (int)((long)i * _size.Squads / count);
            var name = Take("Component", $"{Theme()}-{_chance.Pick(words)}");
            var file = new ScaleFile(repository(_people.Tribes[squad * _people.Tribes.Length / _size.Squads]), $"{folder}/{name}/catalog-info.yaml");
            _entities.Add(Owned("Component", name, file, _people.Squads[squad]) with
            {
                Type = type,
                System = _systems[SystemOf(i, count)],
                Tags = TagsOf(type is "ml-model" ? "python" : "typescript"),
                DependsOn = type is "ml-model" ? [.. Some(_pipelines, 2).Select(pipeline => $"component:{pipeline}")] : [],
                Consumes = type is "ml-model" ? [] : Some(_apis, 3),
            });
        }
    }

    private ScaleEntity Owned(string kind, string name, ScaleFile file, string owner) => new(kind, name, file)
    {
        Title = ScaleNames.Title(name),
        Description = $"{Sentence(kind, name.Replace('-', ' '))}, {_chance.Pick(ScaleWords.Purposes)}.",
        Owner = owner,
        Lifecycle = _chance.Below(10) switch { < 2 => "experimental", < 9 => "production", _ => "deprecated" },
    };

    private static string Sentence(string kind, string words) => kind switch
    {
        "Domain" or "System" => $"Everything about {words}",
        "API" => $"Lets others use the {words[..^" api".Length]}",
        "Resource" => $"Holds the {words}",
        _ => $"Runs the {words}",
    };

    private string[] TagsOf(string language) => [.. Some(ScaleWords.Tags, 2).Append(language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>None, one or more, but fewer than so many; sorted.</summary>
    private string[] Some(string[] items, int fewerThan) =>
        [.. Enumerable.Range(0, _chance.Below(fewerThan)).Select(_ => _chance.Pick(items)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private string[] Names(string kind, int count, Func<int, string> name) => [.. Enumerable.Range(0, count).Select(i => Take(kind, name(i)))];

    private string Take(string kind, string name)
    {
        if (!_names.TryGetValue(kind, out var names))
            _names[kind] = names = new ScaleNames();
        return names.Take(name);
    }

    private string Theme() => _chance.Pick(ScaleWords.Themes);

    private int ServiceOfApi(int api) => (int)((long)api * _size.Services / _size.Apis);

    private int SystemOf(int i, int count) => (int)((long)i * _size.Systems / count);

    private string SquadOf(int i, int count) => _people.Squads[(int)((long)i * _size.Squads / count)];

    private string SquadOfSystem(int system) => SquadOf(system, _size.Systems);
}
