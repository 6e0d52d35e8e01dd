namespace EventCatalog.Domain.Descriptors;

/// <summary>Where a descriptor stands.</summary>
/// <param name="Source">Id of the source it was found through.</param>
/// <param name="Target">Location reference of its file: <c>file:/srv/shop/catalog-info.yaml</c>, <c>url:https://…</c>, <c>git:{repository}#{path}</c>.</param>
/// <param name="Origin">Location reference of the registration that led to it; equal to <paramref name="Target"/> for a file registered itself.</param>
public sealed record DescriptorLocation(string Source, string Target, string Origin);
