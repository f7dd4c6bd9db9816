using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Chatter.Core.Domain;

namespace Chatter.Core.Gateway.Safety;

/// <summary>How often the door decided what, and why, by room and origin. Safe for any number of threads.</summary>
public sealed class SafetyCounters
{
    /// <summary>Rooms told apart; what later rooms do is counted together under <see cref="OtherRooms"/>.</summary>
    public const int MostRooms = 1_000;

    public const string OtherRooms = "other";

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Key, StrongBox<long>>> _rooms = new(StringComparer.Ordinal);

    private readonly record struct Key(MessageOrigin Origin, Outcome Outcome, string Rule);

    /// <summary>Counts a verdict once, and once for each rule that acted.</summary>
    /// <param name="room">The room's slug.</param>
    public void Count(string room, MessageOrigin origin, Verdict verdict)
    {
        var counts = CountsOf(room);
        Increment(counts, new Key(origin, verdict.Outcome, SafetyCount.AnyRule));
        foreach (var rule in verdict.Rules)
            Increment(counts, new Key(origin, verdict.Outcome, rule));
    }

    /// <summary>All counts since the start, in a steady order; <paramref name="room"/> asks for one room only.</summary>
    public IReadOnlyList<SafetyCount> Snapshot(string? room = null) =>
    [
        .. from counted in _rooms
           where room is null || counted.Key == room
           from pair in counted.Value
           orderby counted.Key, pair.Key.Origin, pair.Key.Outcome, pair.Key.Rule
           select new SafetyCount(counted.Key, pair.Key.Origin, pair.Key.Outcome, pair.Key.Rule, Interlocked.Read(ref pair.Value.Value)),
    ];

    private ConcurrentDictionary<Key, StrongBox<long>> CountsOf(string room)
    {
        if (_rooms.TryGetValue(room, out var counts))
            return counts;
        // Two threads may both see the last free place: the bound is soft by as many rooms as there are threads.
        return _rooms.GetOrAdd(_rooms.Count < MostRooms ? room : OtherRooms, _ => new());
    }

    private static void Increment(ConcurrentDictionary<Key, StrongBox<long>> counts, Key key) =>
        Interlocked.Increment(ref counts.GetOrAdd(key, _ => new StrongBox<long>()).Value);
}

/// <summary>One count of the door's.</summary>
/// <param name="Room">The room's slug.</param>
/// <param name="Origin">Whether a persona, a person or the house spoke.</param>
/// <param name="Outcome">What became of the line.</param>
/// <param name="Rule">A rule that acted, or <see cref="AnyRule"/> for the verdicts themselves.</param>
/// <param name="Count">Since the start.</param>
public sealed record SafetyCount(string Room, MessageOrigin Origin, Outcome Outcome, string Rule, long Count)
{
    /// <summary>Stands for all rules together: each verdict once.</summary>
    public const string AnyRule = "";
}
