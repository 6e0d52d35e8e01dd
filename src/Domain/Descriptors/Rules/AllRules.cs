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
    ];

    /// <summary>Asked before placeholders are replaced, and again after.</summary>
    public static IReadOnlyList<IDescriptorRule> OfEnvelope { get; } =
    [
        new NestingIsBounded(),
        new EnvelopeIsSound(),
        new AnnotationsAreAMap(),
    ];

    public static IReadOnlyList<IDescriptorRule> InOrder { get; } =
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
        new KindIsKnown(),
        .. Kinds,
        new RelationsAreResolvable(),
        new KeysDifferInMoreThanCase(),
    ];
}
