using Chatter.Core.Domain;
using Chatter.Core.Logs;

namespace Chatter.Core.Speech;

/// <summary>What speech needs to know of a room.</summary>
/// <param name="Settings">The settings as they hold at the moment of asking.</param>
/// <param name="Cast">The personas seated now; a speaker who has left sounds plain.</param>
/// <param name="Awake">Whether somebody is there to hear, or the room talks on regardless.</param>
public sealed record VoicedRoom(
    string Name, RoomLog Log, Func<RoomSettings> Settings, Func<IReadOnlyList<Persona>> Cast, Func<bool> Awake)
{
    internal VoiceCard VoiceOf(Author author) =>
        Cast().FirstOrDefault(p => p.Id.Value == author.Id)?.Voice ?? new VoiceCard();
}

/// <summary>The rooms whose messages may be heard; the house seats them as it opens them.</summary>
public sealed class VoicedRooms
{
    private readonly Lock gate = new();
    private readonly List<VoicedRoom> rooms = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Adds a room; one that is there already stays as it is.</summary>
    public void Add(VoicedRoom room)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            if (rooms.Any(r => r.Log.Room == room.Log.Room))
                return;
            rooms.Add(room);
            (told, more) = (more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        told.TrySetResult();
    }

    public VoicedRoom? Find(RoomId id)
    {
        lock (gate)
            return rooms.FirstOrDefault(r => r.Log.Room == id);
    }

    /// <summary>The rooms after the first so many, and a task that completes when there are more than these.</summary>
    internal (IReadOnlyList<VoicedRoom> Rooms, Task More) After(int count)
    {
        lock (gate)
            return ([.. rooms.Skip(count)], more.Task);
    }
}
