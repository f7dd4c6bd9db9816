using Chatter.Core.Domain;
using Chatter.Core.Language.Offline;
using Chatter.Core.Logs;
using Chatter.Core.Rooms.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Rooms;

/// <summary>Opens the rooms of the content folder at start; bad content disables its own room and is told by file, key and reason.</summary>
public sealed partial class RoomOpening(
    RoomDirectory directory, RoomLogs logs, MaterialShelf shelf, IConfiguration configuration, TimeProvider clock, ILogger<RoomOpening> log)
{
    public async Task OpenAsync(string contentFolder, CancellationToken cancellationToken)
    {
        var content = ContentLoader.Load(contentFolder);
        var problems = content.Problems.ToList();
        var rooms = new List<Room>();
        foreach (var loaded in content.Rooms)
        {
            var refused = RoomSettingsBook.CheckFile(loaded.Card, loaded.Settings);
            problems.AddRange(refused.Select(r => new ContentProblem(loaded.File, $"settings.{r.Field}", r.Reason)));
            if (refused.Count == 0)
                rooms.Add(await OpenAsync(loaded, cancellationToken).ConfigureAwait(false));

            // Read now, so that a mistake is told at start and not at the first turn; the room speaks from what is good.
            shelf.Find(loaded.Card.Material);
        }

        problems.AddRange(shelf.Problems.Select(ContentProblem.Parse));
        foreach (var problem in problems)
            LogProblem(log, problem.ToString());
        foreach (var stranger in EnvironmentPins.Slugs(configuration).Except(rooms.Select(r => r.Card.Slug), StringComparer.OrdinalIgnoreCase))
            LogStranger(log, stranger);
        directory.Fill(rooms, problems);
    }

    private async Task<Room> OpenAsync(LoadedRoom loaded, CancellationToken cancellationToken)
    {
        var roomLog = await logs.OpenAsync(loaded.Card.Key, loaded.Card.Slug, cancellationToken).ConfigureAwait(false);
        var settings = await RoomSettingsBook.OpenAsync(
            roomLog, loaded.Card, loaded.Settings, configuration, cancellationToken).ConfigureAwait(false);
        foreach (var stale in settings.LeftOut)
            LogLeftOut(log, loaded.Card.Slug, stale.ToString());
        var room = new Room(loaded.Card, loaded.Cast, roomLog, new RoomFeed(roomLog, clock), settings, new Presence(clock));
        await room.OpenAsync(cancellationToken).ConfigureAwait(false);
        return room;
    }

    [LoggerMessage(LogLevel.Error, "Content that cannot be used: {Problem}")]
    private static partial void LogProblem(ILogger log, string problem);

    [LoggerMessage(LogLevel.Warning, "The environment has settings for {Slug}, which is no open room.")]
    private static partial void LogStranger(ILogger log, string slug);

    [LoggerMessage(LogLevel.Warning, "A setting the admin once made in {Room} fits no longer and is left out: {Setting}")]
    private static partial void LogLeftOut(ILogger log, string room, string setting);
}
