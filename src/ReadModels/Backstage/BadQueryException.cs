namespace EventCatalog.ReadModels.Backstage;

/// <summary>A question of the REST API cannot be read; nothing was asked. The message is for who asked.</summary>
public sealed class BadQueryException(string message) : Exception(message);
