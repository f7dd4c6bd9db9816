using System.Text;
using Chatter.Core.Domain;
using Chatter.Core.Rooms.Settings;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.Configuration;

namespace Chatter.Tests.Rooms.Settings;

public sealed class SettingLayersTests
{
    [Fact]
    public async Task The_environment_beats_the_admin_who_beats_the_file_which_beats_the_code_field_by_field()
    {
        await using var desk = await SettingsDesk.OpenAsync(
            """{"maxTokens": 90, "contextMessages": 9, "audioProbability": 0.9}""", ("AudioProbability", "0.1"));

        await desk.ChangeAsync("""{"contextMessages": 3}""");

        var now = desk.Book.Current;
        Assert.Equal((0.1, 3, 90, 0.06), (now.AudioProbability, now.ContextMessages, now.MaxTokens, now.TopicChange));
        Assert.Equal(
            [SettingLayer.Environment, SettingLayer.Admin, SettingLayer.File, SettingLayer.Code],
            new[] { "AudioProbability", "ContextMessages", "MaxTokens", "TopicChange" }.Select(k => desk.Field(k).Source));
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("0.5", 0.5)]
    [InlineData("00:01:30", 90)]
    [InlineData("1.00:00:00", 86400)]
    public async Task A_time_is_written_as_a_span_and_a_plain_number_is_seconds(string text, double seconds)
    {
        await using var desk = await SettingsDesk.OpenAsync("{}", ("Timing:InitialDelay", text));

        var delay = desk.Book.Current.Timing.InitialDelay;

        Assert.Equal(TimeSpan.FromSeconds(seconds), delay);
    }

    [Fact]
    public async Task A_variable_set_to_nothing_pins_nothing()
    {
        await using var desk = await SettingsDesk.OpenAsync("""{"maxTokens": 90}""", ("MaxTokens", ""));

        var field = desk.Field("MaxTokens");

        Assert.Equal((90, SettingLayer.File), (desk.Book.Current.MaxTokens, field.Source));
    }

    [Fact]
    public async Task A_list_in_the_environment_is_whole_and_in_order()
    {
        var topics = Enumerable.Range(0, 12).Select(i => ($"Topics:{i}", $"topic {i}")).ToArray();
        await using var desk = await SettingsDesk.OpenAsync("""{"topics": ["from the file"]}""", topics);

        var now = desk.Book.Current.Topics;

        Assert.Equal(topics.Select(t => t.Item2), now);
    }

    [Fact]
    public async Task A_longest_delay_from_the_environment_pulls_the_shortest_of_the_file_along()
    {
        await using var desk = await SettingsDesk.OpenAsync(
            """{"timing": {"minDelay": 15, "maxDelay": 30}}""", ("Timing:MaxDelay", "2"));

        var timing = desk.Book.Current.Timing;

        Assert.Equal((2, 2), (timing.MinDelay.TotalSeconds, timing.MaxDelay.TotalSeconds));
        Assert.Equal((true, false), (desk.Field("Timing.MinDelay").Follows, desk.Field("Timing.MaxDelay").Follows));
    }

    [Theory]
    [InlineData("Timing:MinDelay", "soon", "Chatter:Rooms:philosophy:Timing:MinDelay must be a time from 0.01 s to 24 h")]
    [InlineData("AudioProbability", "1.5", "Chatter:Rooms:philosophy:AudioProbability must be a number from 0 to 1, but is \"1.5\"")]
    [InlineData("Enabled", "maybe", "Chatter:Rooms:philosophy:Enabled must be true or false")]
    [InlineData("Timing:MaxDealy", "5", "Chatter:Rooms:philosophy:Timing:MaxDealy is not a setting of a room")]
    [InlineData("Personas:nobody:Muted", "true", "Chatter:Rooms:philosophy:Personas:nobody is not a setting of a persona seated here")]
    public async Task What_the_environment_gets_wrong_is_refused_at_start_by_its_key(string key, string value, string sentence)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => SettingsDesk.OpenAsync("{}", (key, value)));

        Assert.StartsWith(sentence, fault.Message);
    }

    [Fact]
    public async Task Delays_that_contradict_each_other_in_the_environment_are_refused_at_start()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SettingsDesk.OpenAsync("{}", ("Timing:MinDelay", "9"), ("Timing:MaxDelay", "3")));

        Assert.Equal(
            "Chatter:Rooms:philosophy:Timing:MaxDelay must not be shorter than Timing.MinDelay, which is 00:00:09 (from the environment).",
            fault.Message);
    }

    [Fact]
    public void What_a_room_file_gets_wrong_is_told_field_by_field()
    {
        var file = SettingsDesk.Json("""{"maxTokens": "many", "timing": {"minDelay": 40, "maxDelay": 20}, "colour": "red"}""");

        var refusals = RoomSettingsBook.CheckFile(SettingsDesk.Card, file);

        Assert.Equal(["colour", "MaxTokens", "Timing.MaxDelay"], refusals.Select(r => r.Field));
    }

    [Fact]
    public async Task Room_settings_in_a_settings_file_are_refused_because_they_have_a_place_of_their_own()
    {
        await using var store = new TestStore();
        var log = await store.OpenRoomAsync();
        using var json = new MemoryStream(Encoding.UTF8.GetBytes("""{"Chatter": {"Rooms": {"philosophy": {"Enabled": false}}}}"""));
        var path = Path.Combine(store.Options.DataDirectory, "appsettings.json");
        await File.WriteAllBytesAsync(path, json.ToArray());
        var configuration = new ConfigurationBuilder().AddJsonFile(path).Build();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RoomSettingsBook.OpenAsync(log, SettingsDesk.Card, [], configuration, CancellationToken.None));

        Assert.Contains("Chatter:Rooms:philosophy is in appsettings.json", fault.Message);
    }

    [Fact]
    public void Every_setting_of_the_domain_can_be_set()
    {
        var keys = new RoomFields(SettingsDesk.Card).All.Select(f => f.Key).ToList();

        var settable = typeof(RoomSettings).GetProperties().Where(p => p.Name is not (nameof(RoomSettings.Timing) or nameof(RoomSettings.Personas)))
            .Select(p => p.Name)
            .Concat(typeof(Timing).GetProperties().Select(p => $"Timing.{p.Name}"))
            .Concat(typeof(PersonaOverride).GetProperties().Select(p => $"Personas.ada.{p.Name}"));
        Assert.Empty(settable.Except(keys));
    }
}
