using EventCatalog.Domain.Descriptors.Rules.Kinds;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>Every rule, in the order in which Backstage asks.</summary>
internal static class AllRules
{
    public static IReadOnlyList<KindSpec> Kinds { get; } =
    [
        new ApiSpec(),
        new ComponentSpec(),
        new ResourceSpec(),
        new GroupSpec(),
        new LocationSpec(),
        new UserSpec(),
        new SystemSpec(),
        new DomainSpec(),
        new TemplateSpec(),
        new KindDeclaration(),
    ];

    /// <summary>Asked before placeholders are replaced, and again after.</summary>
    public static IReadOnlyList<IDescriptorRule> OfEnvelope { get; } =
    [
        new NestingIsBounded(),
        new EnvelopeIsSound(),
        new AnnotationsAreAMap(),
    ];

    /// <summary>Asked of every document, whatever its kind.</summary>
    public static IReadOnlyList<IDescriptorRule> OfEveryKind { get; } =
    [
        .. OfEnvelope,
        new EntityIsWellFormed(),
        new NoForeignRootFields(),
        new ApiVersionIsValid(),
        new KindIsValid(),
        new NameIsValid(),
        new NamespaceIsValid(),
        new LabelsAreValid(),
        new AnnotationsAreValid(),
        new TagsAreValid(),
        new LinksAreValid(),
    ];

    /// <summary>Asked of documents of built-in kinds, and of those that no kind claims.</summary>
    public static IReadOnlyList<IDescriptorRule> OfBuiltInKinds { get; } =
    [
        new KindIsKnown(),
        .. Kinds,
        new KindDeclarationHolds(),
        new RelationsAreResolvable(),
        new KeysDifferInMoreThanCase(),
    ];
}
