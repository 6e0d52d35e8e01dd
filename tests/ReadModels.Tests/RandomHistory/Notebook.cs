using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Tests.RandomHistory;

/// <summary>The test's own copy: a list of notes, from which the catalog of any instant is worked out from the beginning, with dictionaries alone.</summary>
internal sealed class Notebook(IReadOnlyList<Note> notes)
{
    private readonly List<(Note Note, string Name, bool IsTaken)> names = [];
    private IReadOnlyList<Note> settled = [];
    private Dictionary<int, Story> stories = [];
    private int heard;

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

    /// <summary>The last position that counts.</summary>
    public static long KnownBy(AsOf at) => at switch
    {
        AsOf.AtPosition(var position) => position,
        AsOf.AtTime then => then.KnownAt ?? long.MaxValue,
        _ => long.MaxValue,
    };

    /// <summary>Quickest when asked in the order of <see cref="KnownBy"/>: then no note is read twice.</summary>
    public Copy At(AsOf at)
    {
        var (known, time) = (KnownBy(at), (at as AsOf.AtTime)?.Time);
        if (heard > 0 && settled[heard - 1].Position > known)
            Forget();
        for (; heard < settled.Count && settled[heard].Position <= known; heard++)
        {
            if (!stories.TryGetValue(settled[heard].Who, out var story))
                stories.Add(settled[heard].Who, story = new Story());
            story.Hear(settled[heard]);
        }

        var entities = stories.Select(story => (story.Key, Fields: time is { } then ? story.Value.At(then) : story.Value.Present))
            .Where(entity => entity.Fields is not null).ToDictionary(entity => entity.Key, entity => entity.Fields!);
        var meanings = names.Where(name => name.Note.Position <= known && (time is null || name.Note.At <= time)).GroupBy(name => name.Name, StringComparer.Ordinal)
            .Select(group => group.Last()).Where(name => !name.IsTaken)
            .ToDictionary(name => name.Name, name => NameOf(name.Note.Who, known, time), StringComparer.Ordinal);
        return new Copy(entities, meanings);
    }

    private void Forget()
    {
        stories = [];
        heard = 0;
    }

    private string NameOf(int who, long known, DateTimeOffset? time) =>
        names.Last(name => name.IsTaken && name.Note.Who == who && name.Note.Position <= known && (time is null || name.Note.At <= time)).Name;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
