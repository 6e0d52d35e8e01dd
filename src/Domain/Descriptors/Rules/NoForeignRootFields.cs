using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>What the catalog answers with (<c>relations</c>, <c>status</c>) may not be declared.</summary>
internal sealed class NoForeignRootFields : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        document.EnumerateObject()
            .Where(member => member.Name is not ("apiVersion" or "kind" or "metadata" or "spec"))
            .Select(member => new Fault("no-foreign-root-fields", Shape.Step("", member.Name), $"Unknown field {member.Name}"))
            .FirstOrDefault();
}
