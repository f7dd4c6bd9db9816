using System.Text.Json.Nodes;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Rooms.Settings;
using Microsoft.Extensions.Configuration;

namespace Chatter.Tests.Fakes;

/// <summary>Settings books for tests that need a room and care little about how it is set.</summary>
public static class Books
{
    /// <param name="file">What the room's file says under <c>settings</c>.</param>
    public static Task<RoomSettingsBook> OpenAsync(RoomLog log, RoomCard card, string file = "{}") =>
        RoomSettingsBook.OpenAsync(
            log, card, JsonNode.Parse(file)!.AsObject(), new ConfigurationBuilder().Build(), CancellationToken.None);
}
