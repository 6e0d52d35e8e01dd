using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Tests.RandomHistory;

/// <summary>The test's own copy: a list of notes, from which the catalog of any instant is worked out from the beginning, with dictionaries alone.</summary>
internal sealed class Notebook(IReadOnlyList<Note> notes)
{
    private readonly List<(Note Note, string Name, bool IsTaken)> names = [];
    private IReadOnlyList<Note> settled = [];

    public long LastPosition => settled[^1].Position;

    /// <summary>Takes over where and when the log recorded each.</summary>
    public void Settle(IReadOnlyDictionary<Guid, RecordedEvent> log)
    {
        foreach (var note in notes)
            (note.Position, note.Recorded) = (log[note.Id].Position, log[note.Id].RecordedAt);
        settled = [.. notes.OrderBy(note => note.Position)];
        var (last, freed) = (new Dictionary<int, DateTimeOffset>(), new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal));
        foreach (var note in settled)
        {
            note.At = note.Effective;
            if (note.IsWhole || note.GivesUp is not null)
                note.At = Later(note.At, freed.GetValueOrDefault(note.Name));
            if (note.GivesUp is { } name)
            {
                note.At = Later(note.At, last[note.Who]);
                freed[name] = note.At;
                names.Add((note, name, false));
            }

            if (note.IsWhole || note.GivesUp is not null)
                names.Add((note, note.Name, true));
            if (!note.IsPast)
                last[note.Who] = Later(note.At, last.GetValueOrDefault(note.Who));
        }
    }

    public Copy At(AsOf at)
    {
        var (known, time) = at switch
        {
            AsOf.AtPosition(var position) => (position, (DateTimeOffset?)null),
            AsOf.AtTime then => (then.KnownAt ?? long.MaxValue, then.Time),
            _ => (long.MaxValue, null),
        };
        var stories = new Dictionary<int, Story>();
        foreach (var note in settled.TakeWhile(note => note.Position <= known))
        {
            if (!stories.TryGetValue(note.Who, out var story))
                stories.Add(note.Who, story = new Story());
            story.Hear(note);
        }

        var entities = stories.Select(story => (story.Key, Fields: time is { } then ? story.Value.At(then) : story.Value.Present))
            .Where(entity => entity.Fields is not null).ToDictionary(entity => entity.Key, entity => entity.Fields!);
        var meanings = names.Where(name => name.Note.Position <= known && (time is null || name.Note.At <= time)).GroupBy(name => name.Name, StringComparer.Ordinal)
            .Select(group => group.Last()).Where(name => !name.IsTaken)
            .ToDictionary(name => name.Name, name => NameOf(name.Note.Who, known, time), StringComparer.Ordinal);
        return new Copy(entities, meanings);
    }

    private string NameOf(int who, long known, DateTimeOffset? time) =>
        names.Last(name => name.IsTaken && name.Note.Who == who && name.Note.Position <= known && (time is null || name.Note.At <= time)).Name;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
