namespace EventCatalog.Domain;

/// <summary>A rule of the domain forbids what was asked; nothing was decided. The message is for the person who asked.</summary>
public sealed class RuleViolation(string message) : Exception(message);
