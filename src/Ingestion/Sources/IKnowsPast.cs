namespace EventCatalog.Ingestion.Sources;

/// <summary>A source that can say what it held before.</summary>
internal interface IKnowsPast
{
    /// <summary>Null when there is none after all: nothing was committed, or no git program is there.</summary>
    GitPast? Past { get; }
}
