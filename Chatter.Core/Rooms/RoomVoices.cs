using Chatter.Core.Domain;
using Chatter.Core.Speech;
using Microsoft.Extensions.Hosting;

namespace Chatter.Core.Rooms;

/// <summary>Seats every room with speech, once the rooms are open.</summary>
internal sealed class RoomVoices(RoomDirectory rooms, VoicedRooms voiced) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var room in rooms.All(Reader.House))
            voiced.Add(new VoicedRoom(room.Card.Slug, room.Log, () => room.Settings.Current, () => room.Cast, () => IsAwake(room)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>As long as the room talks, it is heard: a tab in the background listens without counting as a viewer.</summary>
    private static bool IsAwake(Room room) =>
        room.Settings.Current is var settings && (settings.AlwaysOn || room.Presence.SeenWithin(settings.SleepAfter));
}
