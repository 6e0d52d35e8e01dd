namespace EventCatalog.Domain.Descriptors;

/// <summary>What the author of a file can do about each kind of problem.</summary>
public static class Remedies
{
    private static readonly Dictionary<string, string> ByRule = new(StringComparer.Ordinal)
    {
        ["annotations-are-a-map"] = "Write annotations as name: value pairs below metadata.annotations, or leave them out.",
        ["annotations-are-valid"] = "Name the annotation [prefix/]name: the prefix a lower-case domain name, the name at most 63 letters, digits, -, _ or dots.",
        ["api-version-is-valid"] = "Write backstage.io/v1alpha1, or the apiVersion that the kind's authors give.",
        ["bad-pattern"] = "Write a path with *, **, ?, [a-z] or {a,b}.",
        ["bad-target"] = "Write a relative path, or an absolute address of a file.",
        ["conflict"] = "Rename one of the two, or remove the second document: one reference stands for one entity.",
        ["entity-is-well-formed"] = "Give the field the type it must have, and keep fields of your own below spec or metadata.",
        ["envelope-is-sound"] = "Every document needs apiVersion, kind and metadata.name, each a text that is not empty.",
        ["file-too-large"] = "Split the file, or move what is large behind a $text placeholder.",
        ["host-not-allowed"] = "Have an operator allow the host in the configuration, or name a file of the same source.",
        ["keys-differ-in-more-than-case"] = "Spell the two names alike, or rename one: filters do not tell them apart.",
        ["kind-is-allowed"] = "Have an operator allow the kind for this source in Catalog:Rules, or declare it where it is allowed.",
        ["kind-declaration-holds"] = "Mend the declaration at this place; docs/kinds.md shows one that holds.",
        ["kind-is-known"] = "Check the spelling and case of kind and apiVersion; a kind of your own is declared by a document of kind Kind.",
        ["kind-is-valid"] = "Begin with a letter and use letters and digits only, at most 63.",
        ["labels-are-valid"] = "Keys are [prefix/]name; values are names of at most 63 characters, or empty. Use an annotation for free text.",
        ["link-cycle"] = "Remove a symbolic link that leads back to itself.",
        ["link-outside-source"] = "Replace the symbolic link by the file it points to.",
        ["links-are-valid"] = "Write the whole address, scheme included, and leave a title or icon out rather than blank.",
        ["location-type-is-known"] = "Use type url or file, or leave type out.",
        ["name-is-valid"] = "Use letters and digits, with -, _ or dots between them, at most 63 characters. Put what people should read into metadata.title.",
        ["namespace-is-valid"] = "Use lower-case letters, digits and dashes, at most 63 characters.",
        ["nesting-is-bounded"] = "Flatten the value, or keep it in a file of its own.",
        ["no-foreign-root-fields"] = "Remove the field: relations and status are what the catalog answers, not what a file declares.",
        ["not-text"] = "Save the file as UTF-8 text.",
        ["outside-source"] = "Name a file inside the source.",
        ["placeholders-are-resolvable"] = "Check that the path is relative to this file and that the file is in the same repository.",
        ["relations-are-resolvable"] = "Write [kind:][namespace/]name; dependsOn and dependencyOf need the kind, such as component:cart.",
        ["root-is-a-map"] = "Begin the document with apiVersion: and kind: at the left margin.",
        ["source-became-empty"] = "Check the source; withdraw it if everything is meant to go.",
        ["tags-are-valid"] = "Use lower-case letters, digits, +, # and colons, with single dashes between them, at most 63 characters.",
        ["target-exists"] = "Correct the target, or write presence: optional if it may be missing.",
        ["text-is-storable"] = "Remove the null character.",
        ["too-deep"] = "Let a Location nearer to the source name these files.",
        ["yaml-is-sound"] = "Mend the YAML at this place: look at indentation, colons, quotes and brackets.",
    };

    /// <summary>One or two sentences; null for a rule that explains itself.</summary>
    public static string? Of(string rule) =>
        ByRule.TryGetValue(rule, out var remedy) ? remedy
        : rule.EndsWith("-spec", StringComparison.Ordinal) ? "Give spec the fields that its kind requires, with the types it asks for."
        : rule.StartsWith("unreadable-", StringComparison.Ordinal) ? "Check that it is there and that the catalog may read it."
        : null;
}
