namespace EventCatalog.GraphQL.Types;

/// <summary>When one type may stand for another.</summary>
internal static class TypeComparison
{
    public static bool AreEqual(GraphQLType a, GraphQLType b) => (a, b) switch
    {
        (NonNullType x, NonNullType y) => AreEqual(x.OfType, y.OfType),
        (ListType x, ListType y) => AreEqual(x.OfType, y.OfType),
        _ => ReferenceEquals(a, b),
    };

    /// <summary>https://spec.graphql.org/September2025/#IsSubType()</summary>
    public static bool IsSubType(GraphQLType type, GraphQLType super) => (type, super) switch
    {
        (NonNullType x, NonNullType y) => IsSubType(x.OfType, y.OfType),
        (NonNullType x, _) => IsSubType(x.OfType, super),
        (_, NonNullType) => false,
        (ListType x, ListType y) => IsSubType(x.OfType, y.OfType),
        (ListType, _) or (_, ListType) => false,
        _ => ReferenceEquals(type, super)
            || (super is InterfaceType i && type is FieldsType f && f.InterfaceList.Contains(i))
            || (super is UnionType u && type is ObjectType o && u.MemberList.Contains(o)),
    };

    /// <summary>Whether some object could be of both types.</summary>
    public static bool Overlap(Schema schema, CompositeType a, CompositeType b) =>
        ReferenceEquals(a, b) || schema.PossibleTypes(a).Overlaps(schema.PossibleTypes(b));
}
