using System.Text.Json.Nodes;
using Chatter.Core.Domain;
using Chatter.Core.Rooms.Settings;

namespace Chatter.Tests.Rooms.Settings;

public sealed class RoomSettingsBookTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_change_holds_at_once_and_after_the_next_start_and_its_version_is_its_event()
    {
        await using var desk = await SettingsDesk.OpenAsync();

        var answer = await desk.ChangeAsync("""{"timing": {"maxDelay": 20}, "enabled": false}""");

        Assert.Equal((SettingsOutcome.Changed, 1L), (answer.Outcome, answer.Version));
        Assert.Equal((20, false), (desk.Book.Current.Timing.MaxDelay.TotalSeconds, desk.Book.Current.Enabled));
        await desk.ReopenAsync();
        Assert.Equal((1, 20, false), (desk.Book.Version, desk.Book.Current.Timing.MaxDelay.TotalSeconds, desk.Book.Current.Enabled));
    }

    [Theory]
    [InlineData("""{"audioProbability": 2}""", "AudioProbability", "must be a number from 0 to 1, but is 2")]
    [InlineData("""{"maxTokens": 90, "timing": {"minDelay": "later"}}""", "Timing.MinDelay", "must be a time")]
    [InlineData("""{"timing": {"maxDelay": 3}}""", "Timing.MaxDelay", "must not be shorter than Timing.MinDelay, which is 00:00:15 (from the program)")]
    [InlineData("""{"timing": 5}""", "timing", "must be an object")]
    [InlineData("""{"slow": true}""", "slow", "is not a setting of a room")]
    [InlineData("""{"personas": {"cleo": {"muted": true}}}""", "personas.cleo", "is not a setting of a persona seated here")]
    [InlineData("""{"personas": {"ada": {"color": "red;position:fixed"}}}""", "Personas.ada.Color", "must be a colour such as #7c9cff")]
    [InlineData("""{"topics": ["one", ""]}""", "Topics", "must be a list of at most 100 lines")]
    [InlineData("""{"enabled": true, "Enabled": false}""", "Enabled", "is given twice")]
    [InlineData("""{"model": "a\nb"}""", "Model", "must be one line")]
    [InlineData("""{"personas": {"ada": {"name": "Ada\u202E"}}}""", "Personas.ada.Name", "must be one line")]
    [InlineData("""{"maxTokens": 1e300}""", "MaxTokens", "must be a whole number from 16 to 4000")]
    [InlineData("""{"timing": {"initialDelay": -1}}""", "Timing.InitialDelay", "must be a time from 0 s")]
    public async Task A_bad_value_is_refused_with_its_field_and_reason_and_changes_nothing(string change, string field, string reason)
    {
        await using var desk = await SettingsDesk.OpenAsync();
        var before = desk.Book.Current;

        var answer = await desk.ChangeAsync(change);

        Assert.Equal(SettingsOutcome.Refused, answer.Outcome);
        Assert.Contains(answer.Refusals, r => r.Field == field && r.Reason.StartsWith(reason, StringComparison.Ordinal));
        Assert.Same(before, desk.Book.Current);
        Assert.Equal(0, desk.Log.Head);
    }

    [Fact]
    public async Task A_change_made_on_an_older_version_changes_nothing()
    {
        await using var desk = await SettingsDesk.OpenAsync();
        await desk.ChangeAsync("""{"maxTokens": 100}""", 0);

        var late = await desk.ChangeAsync("""{"maxTokens": 200}""", 0);

        Assert.Equal((SettingsOutcome.Stale, 1L), (late.Outcome, late.Version));
        Assert.Equal(100, desk.Book.Current.MaxTokens);
    }

    [Fact]
    public async Task Of_many_changes_made_at_once_on_the_same_version_one_is_taken()
    {
        await using var desk = await SettingsDesk.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(20, 10).Select(n => Task.Run(() => desk.ChangeAsync($$"""{"maxTokens": {{n}}}""", 0))));

        Assert.Equal(1, answers.Count(a => a.Outcome == SettingsOutcome.Changed));
        Assert.Equal(1, desk.Log.Head);
    }

    [Fact]
    public async Task A_field_pinned_by_the_environment_cannot_be_changed_by_the_admin()
    {
        await using var desk = await SettingsDesk.OpenAsync("{}", ("MaxTokens", "77"));

        var answer = await desk.ChangeAsync("""{"maxTokens": 100}""");

        Assert.Equal(new SettingRefusal("MaxTokens", "is set by the environment and cannot be changed here while it is"), Assert.Single(answer.Refusals));
        Assert.True(desk.Field("MaxTokens").IsPinned);
    }

    [Fact]
    public async Task What_the_admin_said_waits_under_a_pin_and_holds_again_when_the_pin_goes()
    {
        await using var desk = await SettingsDesk.OpenAsync();
        await desk.ChangeAsync("""{"maxTokens": 100}""");
        await desk.ReopenAsync("{}", ("MaxTokens", "77"));
        Assert.Equal(77, desk.Book.Current.MaxTokens);

        await desk.Book.ReplaceAsync(desk.Book.Read().Document, null, "admin", None);
        await desk.ReopenAsync("{}", ("AlwaysOn", "true"));

        Assert.Equal(100, desk.Book.Current.MaxTokens);
    }

    [Fact]
    public async Task A_field_given_back_follows_the_file_again_when_the_file_changes()
    {
        await using var desk = await SettingsDesk.OpenAsync("""{"maxTokens": 90}""");
        await desk.ChangeAsync("""{"maxTokens": 100, "contextMessages": 4}""");

        await desk.ChangeAsync("""{"maxTokens": null}""");
        await desk.ReopenAsync("""{"maxTokens": 95}""");

        Assert.Equal((95, 4), (desk.Book.Current.MaxTokens, desk.Book.Current.ContextMessages));
    }

    [Fact]
    public async Task Putting_back_the_document_as_it_was_read_changes_nothing()
    {
        await using var desk = await SettingsDesk.OpenAsync("""{"topics": ["a", "b"]}""", ("Timing:MaxDelay", "2"));
        await desk.ChangeAsync("""{"audioProbability": 0.25, "personas": {"ben-jo": {"muted": true}}}""");

        var answer = await desk.Book.ReplaceAsync(desk.Book.Read().Document, desk.Book.Version, "admin", None);

        Assert.Equal((SettingsOutcome.Unchanged, 1L), (answer.Outcome, desk.Log.Head));
    }

    [Fact]
    public async Task A_whole_document_replaces_what_the_admin_said_before()
    {
        await using var desk = await SettingsDesk.OpenAsync();
        await desk.ChangeAsync("""{"maxTokens": 100, "enabled": false}""");

        await desk.Book.ReplaceAsync(SettingsDesk.Json("""{"maxTokens": 120}"""), 1, "admin", None);

        Assert.Equal((120, true), (desk.Book.Current.MaxTokens, desk.Book.Current.Enabled));
    }

    [Fact]
    public async Task Rolling_back_is_a_new_version_that_says_what_the_old_one_said()
    {
        await using var desk = await SettingsDesk.OpenAsync();
        await desk.ChangeAsync("""{"maxTokens": 100, "topics": ["one"]}""");
        await desk.ChangeAsync("""{"maxTokens": 200, "enabled": false}""");

        var answer = await desk.Book.RollBackAsync(1, 2, "admin", None);

        Assert.Equal((SettingsOutcome.Changed, 3L), (answer.Outcome, answer.Version));
        Assert.Equal((100, true), (desk.Book.Current.MaxTokens, desk.Book.Current.Enabled));
        Assert.Equal(["one"], desk.Book.Current.Topics);
    }

    [Fact]
    public async Task One_can_roll_back_to_before_the_first_change_and_not_to_what_never_was()
    {
        await using var desk = await SettingsDesk.OpenAsync();
        await desk.ChangeAsync("""{"maxTokens": 100}""");

        var never = await desk.Book.RollBackAsync(9, null, "admin", None);
        await desk.Book.RollBackAsync(0, null, "admin", None);

        Assert.Equal(SettingsOutcome.NoSuchVersion, never.Outcome);
        Assert.Equal(150, desk.Book.Current.MaxTokens);
    }

    [Fact]
    public async Task History_tells_who_changed_what_newest_first()
    {
        await using var desk = await SettingsDesk.OpenAsync();
        await desk.ChangeAsync("""{"timing": {"maxDelay": 20}}""");
        await desk.Book.ChangeAsync(SettingsDesk.Json("""{"timing": {"maxDelay": null}}"""), null, "zoe", None);

        var history = await desk.Book.HistoryAsync(10, None);

        Assert.Equal(
            [(2L, "zoe", "Timing.MaxDelay 00:00:20 → 00:00:30 (reset)"), (1L, "admin", "Timing.MaxDelay 00:00:30 → 00:00:20")],
            history.Select(v => (v.Version, v.By, v.Note)));
    }

    [Fact]
    public async Task Whoever_waits_for_a_change_is_told_and_a_change_before_the_wait_is_not_missed()
    {
        await using var desk = await SettingsDesk.OpenAsync();
        var seen = desk.Book.Current;
        var waiting = desk.Book.WaitForChangeAsync(seen, None);
        Assert.False(waiting.IsCompleted);

        await desk.ChangeAsync("""{"maxTokens": 100}""");

        await waiting.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.True(desk.Book.WaitForChangeAsync(seen, None).IsCompleted);
    }

    [Fact]
    public async Task What_was_set_once_and_fits_no_longer_is_left_out_and_told_and_the_rest_holds()
    {
        await using var desk = await SettingsDesk.OpenAsync();
        await desk.Log.AppendAsync(new SettingsChanged("""{"maxTokens": 120, "personas": {"cleo": {"muted": true}}, "audioProbability": 7}""", "admin", ""), null, None);

        await desk.ReopenAsync();

        Assert.Equal((120, 0.3), (desk.Book.Current.MaxTokens, desk.Book.Current.AudioProbability));
        Assert.Equal(["personas.cleo", "AudioProbability"], desk.Book.LeftOut.Select(r => r.Field));
    }

    [Fact]
    public async Task A_persona_can_be_muted_and_renamed_in_one_room()
    {
        await using var desk = await SettingsDesk.OpenAsync();

        await desk.ChangeAsync("""{"personas": {"ada": {"muted": true, "name": "Countess Ada", "talkativeness": 0.2}}}""");

        var ada = desk.Book.Current.Personas["ada"];
        Assert.Equal((true, "Countess Ada", 0.2, null), (ada.Muted, ada.Name, ada.Talkativeness, ada.Color));
        Assert.False(desk.Book.Current.Personas.ContainsKey("ben-jo"));
    }
}
