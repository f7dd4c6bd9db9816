using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Rooms;

/// <summary>Opens the rooms of the content folder at start; bad content disables its own room and is told by file, key and reason.</summary>
public sealed partial class RoomOpening(
    RoomDirectory directory, RoomLogs logs, IConfiguration configuration, TimeProvider clock, ILogger<RoomOpening> log)
{
    public async Task OpenAsync(string contentFolder, CancellationToken cancellationToken)
    {
        var content = ContentLoader.Load(contentFolder);
        foreach (var problem in content.Problems)
            LogProblem(log, problem.ToString());

        var rooms = new List<Room>();
        foreach (var loaded in content.Rooms)
            rooms.Add(await OpenAsync(loaded, cancellationToken).ConfigureAwait(false));
        directory.Fill(rooms, content.Problems);
    }

    private async Task<Room> OpenAsync(LoadedRoom loaded, CancellationToken cancellationToken)
    {
        var roomLog = await logs.OpenAsync(loaded.Card.Key, loaded.Card.Slug, cancellationToken).ConfigureAwait(false);
        var settings = await RoomSettingsBook.OpenAsync(
            roomLog, loaded.Card, loaded.Settings, configuration, cancellationToken).ConfigureAwait(false);
        var room = new Room(loaded.Card, loaded.Cast, roomLog, new RoomFeed(roomLog, clock), settings, new Presence(clock));
        await room.OpenAsync(cancellationToken).ConfigureAwait(false);
        return room;
    }

    [LoggerMessage(LogLevel.Error, "Content that cannot be used: {Problem}")]
    private static partial void LogProblem(ILogger log, string problem);
}
