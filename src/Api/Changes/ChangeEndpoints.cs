using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EventCatalog.Api.Changes;

/// <summary>Descriptors someone thinks of, as they stand in files, placeholders replaced.</summary>
/// <param name="Source">Id or target of the registered source they would stand in, whose other entities would go; null: what is not named stays.</param>
/// <param name="Refused">Entities whose documents are refused: their last good versions stay.</param>
public sealed record ChangeRequest(string? Source, IReadOnlyList<JsonElement>? Descriptors, IReadOnlyList<EntityRef>? Refused = null);

/// <summary>Says what a change would do to the live graph; writes nothing.</summary>
public static class ChangeEndpoints
{
    public const string Path = "/api/changes/preview";

    public static void MapChanges(this IEndpointRouteBuilder app) => app.MapPost(Path, AskAsync);

    private static async Task<Results<Ok<ChangePreview>, ProblemHttpResult>> AskAsync(ChangeRequest request, WhatIf whatIf, CrawlerMemory memory, CancellationToken ct)
    {
        if (request.Descriptors is not { } descriptors)
            return Refused("The body has no list \"descriptors\".");
        var source = request.Source is { } wanted ? (await memory.SourcesAsync(ct)).FirstOrDefault(one => Is(one, wanted)) : null;
        if (request.Source is not null && source is null)
            return Refused($"No source \"{request.Source}\" is registered; name one by its id or target.");

        var model = await memory.ModelAsync(ct);
        model = model.With(descriptors.Select(descriptor => DescriptorRules.Judge(descriptor).Descriptor).OfType<JsonElement>());
        var verdicts = descriptors.Select(descriptor => DescriptorRules.Judge(descriptor, model)).ToArray();
        var faults = verdicts.Select((verdict, index) => (verdict.Fault, index)).Where(each => each.Fault is not null).Select(each => $"descriptors[{each.index}]: {each.Fault!.Message}").ToArray();
        if (faults.Length > 0)
            return Refused(string.Join("\n", faults));
        try
        {
            return TypedResults.Ok(await whatIf.AskAsync(new ProposedChange(source?.Id, [.. verdicts.Select(verdict => verdict.Descriptor!.Value)], request.Refused), ct));
        }
        catch (RuleViolation withdrawn)
        {
            return Refused(withdrawn.Message);
        }
    }

    private static bool Is(RememberedSource source, string wanted) =>
        string.Equals(source.Id, wanted, StringComparison.Ordinal) || string.Equals(source.State.Target, wanted, StringComparison.Ordinal);

    private static ProblemHttpResult Refused(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status400BadRequest);
}
