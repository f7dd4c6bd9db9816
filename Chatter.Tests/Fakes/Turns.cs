using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Logs;

namespace Chatter.Tests.Fakes;

/// <summary>Turns for tests of what speaks.</summary>
public static class Turns
{
    public static readonly RoomCard Philosophy = new()
    {
        Key = "philosophy",
        Slug = "philosophy",
        Name = "Philosophy",
        Description = "For tests.",
        Cast = [new PersonaId("ada"), new PersonaId("zeno")],
    };

    public static readonly IReadOnlyList<Persona> Cast =
    [
        People.Named("Ada") with { Beliefs = ["Numbers are made."], Style = ["Short sentences."], Loves = ["looms"], Hates = ["haste"] },
        People.Named("Zeno") with { Beliefs = ["Nothing moves."], Style = ["Paradoxes."] },
    ];

    /// <summary>Ada's turn in a room where this was said last.</summary>
    public static Turn Of(RoomLog log, params RoomEvent[] recent) => new()
    {
        Room = Philosophy,
        Log = log,
        Settings = new RoomSettings(),
        Persona = Cast[0],
        Cast = Cast,
        Topic = "Does the arrow move?",
        Recent = recent,
    };

    /// <summary>A turn of Ada's in a room of this store, in which nothing was said.</summary>
    public static async Task<Turn> InAsync(TestStore store) => Of(await store.OpenRoomAsync());

    /// <summary>A message as it would stand in a log.</summary>
    public static RoomEvent Said(long seq, Message message) => new()
    {
        Room = new RoomId(1),
        Seq = seq,
        Id = Guid.Empty,
        At = DateTimeOffset.UnixEpoch,
        Body = message,
        Number = seq,
    };
}
