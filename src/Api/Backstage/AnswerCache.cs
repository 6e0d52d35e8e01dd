using System.Collections.Concurrent;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Backstage;

/// <summary>
/// Keeps answers for as long as no read model moves: until then the same question has the same answer. Bounded: when half of the room is
/// used, what was not asked for since the half before goes.
/// </summary>
public sealed class AnswerCache
{
    private const long Half = 24 * 1024 * 1024;
    private const int LargestAnswer = 1024 * 1024;

    // What an entry costs beside its texts.
    private const int Overhead = 200;

    private readonly Followers followers;
    private Room room = new(default, []);
    private long moves;

    public AnswerCache(Followers followers)
    {
        this.followers = followers;
        followers.Changed += _ => Interlocked.Increment(ref moves);
    }

    /// <summary>The state of the read models. A move may be counted a little after it can be read, which the positions tell at once.</summary>
    private (long Moves, long Reached) Now => (Interlocked.Read(ref moves), followers.Reached);

    /// <summary>The kept answer, or a new one.</summary>
    /// <param name="answer">Asked when there is none; what it throws is not kept.</param>
    public async ValueTask<byte[]> GetAsync(string question, Func<Task<byte[]>> answer)
    {
        var current = Current();
        if (current.Find(question) is { } kept)
            return kept;
        var found = await answer();
        // Into the room of before it was asked: had anything moved since, nobody looks there any more.
        if (found.Length <= LargestAnswer)
            current.Keep(question, found);
        return found;
    }

    private Room Current()
    {
        var (now, current) = (Now, Volatile.Read(ref room));
        if (current.State != now)
            Volatile.Write(ref room, current = new Room(now, []));
        else if (current.IsFull)
            Volatile.Write(ref room, current = new Room(now, current.Recent));
        return current;
    }

    private sealed class Room((long Moves, long Reached) state, ConcurrentDictionary<string, byte[]> older)
    {
        private long used;

        public (long Moves, long Reached) State => state;

        public ConcurrentDictionary<string, byte[]> Recent { get; } = new(StringComparer.Ordinal);

        public bool IsFull => Interlocked.Read(ref used) > Half;

        public byte[]? Find(string question)
        {
            if (Recent.TryGetValue(question, out var found))
                return found;
            if (older.TryGetValue(question, out found))
                Keep(question, found);
            return found;
        }

        public void Keep(string question, byte[] answer)
        {
            if (Recent.TryAdd(question, answer))
                Interlocked.Add(ref used, answer.Length + (2 * question.Length) + Overhead);
        }
    }
}
