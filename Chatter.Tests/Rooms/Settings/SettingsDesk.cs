using System.Text.Json.Nodes;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Rooms.Settings;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.Configuration;

namespace Chatter.Tests.Rooms.Settings;

/// <summary>A settings book over a real store, with the layers a test wants.</summary>
internal sealed class SettingsDesk : IAsyncDisposable
{
    private readonly TestStore store;

    private SettingsDesk(TestStore store) => this.store = store;

    public static RoomCard Card { get; } = new()
    {
        Key = "philosophy",
        Slug = "philosophy",
        Name = "Philosophy",
        Description = "A room.",
        Cast = [new PersonaId("ada"), new PersonaId("ben-jo")],
    };

    public required RoomSettingsBook Book { get; set; }

    public required RoomLog Log { get; init; }

    private (JsonObject File, IConfiguration Environment) Layers { get; init; }

    public static async Task<SettingsDesk> OpenAsync(string file = "{}", params (string Key, string Value)[] environment)
    {
        var store = new TestStore();
        var log = await store.OpenRoomAsync();
        var layers = (File: Json(file), Environment: Environment(environment));
        var book = await RoomSettingsBook.OpenAsync(log, Card, layers.File, layers.Environment, CancellationToken.None);
        return new SettingsDesk(store) { Book = book, Log = log, Layers = layers };
    }

    /// <summary>Opens the book anew over the same log, as the next start of the program does.</summary>
    public async Task ReopenAsync(string? file = null, params (string Key, string Value)[] environment) =>
        Book = await RoomSettingsBook.OpenAsync(
            Log, Card, file is null ? Layers.File : Json(file), environment.Length == 0 ? Layers.Environment : Environment(environment), CancellationToken.None);

    public Task<SettingsAnswer> ChangeAsync(string change, long? version = null) =>
        Book.ChangeAsync(Json(change), version, "admin", CancellationToken.None);

    public SettingView Field(string key) => Book.View().Fields.Single(f => f.Field.Key == key);

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static IConfigurationRoot Environment((string Key, string Value)[] values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => KeyValuePair.Create($"Chatter:Rooms:philosophy:{v.Key}", (string?)v.Value)))
            .Build();
}
