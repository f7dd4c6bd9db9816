using Bunit;
using Chatter.Web.Components.Admin;

namespace Chatter.Tests.Components.Admin;

public sealed class SettingsFormTests
{
    [Fact]
    public async Task Every_setting_shows_its_value_range_meaning_and_where_it_comes_from()
    {
        await using var screen = new AdminScreen(("Chatter:Rooms:philosophy:MaxTokens", "77"));
        await screen.ElsewhereAsync("""{"contextMessages": 9}""");

        var form = Render(screen);

        var row = form.Find("[data-key='ContextMessages']");
        Assert.Equal("9", row.QuerySelector("input")!.GetAttribute("value"));
        Assert.Contains("changed here", row.TextContent);
        Assert.Contains("A whole number from 1 to 50 messages.", row.TextContent);
        Assert.Contains("room's file", form.Find("[data-key='Topics']").TextContent);
        Assert.Equal(Settable(screen), form.FindAll(".setting").Count);
    }

    [Fact]
    public async Task A_field_pinned_by_the_environment_says_by_which_variable_and_cannot_be_typed_into()
    {
        await using var screen = new AdminScreen(("Chatter:Rooms:philosophy:MaxTokens", "77"));

        var row = Render(screen).Find("[data-key='MaxTokens']");

        Assert.True(row.QuerySelector("input")!.HasAttribute("disabled"));
        Assert.Contains("Chatter__Rooms__philosophy__MaxTokens", row.TextContent);
        Assert.Null(row.QuerySelector("button"));
    }

    [Fact]
    public async Task What_is_typed_holds_once_it_is_saved_and_not_before()
    {
        await using var screen = new AdminScreen();
        var form = Render(screen);

        form.Find("#set-Timing-MaxDelay").Change("45");
        var before = screen.Room.Settings.Current.Timing.MaxDelay.TotalSeconds;
        Assert.Contains("One change is not saved.", form.Markup);
        await form.Find("form").SubmitAsync();

        Assert.Equal((30, 45), (before, screen.Room.Settings.Current.Timing.MaxDelay.TotalSeconds));
        Assert.Contains("Saved.", form.Find("[role=status]").TextContent);
    }

    [Fact]
    public async Task A_bad_value_is_told_at_its_field_and_everything_typed_stays()
    {
        await using var screen = new AdminScreen();
        var form = Render(screen);

        form.Find("#set-AudioProbability").Change("7");
        form.Find("#set-MaxTokens").Change("100");
        await form.Find("form").SubmitAsync();

        var input = form.Find("#set-AudioProbability");
        Assert.Equal(("true", "7"), (input.GetAttribute("aria-invalid"), input.GetAttribute("value")));
        Assert.Contains("must be a number from 0 to 1", form.Find("#set-AudioProbability-refusal").TextContent);
        Assert.Contains("set-AudioProbability-refusal", input.GetAttribute("aria-describedby"));
        Assert.Equal("100", form.Find("#set-MaxTokens").GetAttribute("value"));
        Assert.Equal(0, screen.Room.Settings.Version);
    }

    [Fact]
    public async Task When_two_save_the_second_is_told_sees_the_others_change_and_loses_nothing()
    {
        await using var screen = new AdminScreen();
        var form = Render(screen);
        form.Find("#set-MaxTokens").Change("100");
        await screen.ElsewhereAsync("""{"maxTokens": 200, "contextMessages": 9}""");

        await form.Find("form").SubmitAsync();
        form.Render(p => p.Add(f => f.View, screen.Room.Settings.View()));

        Assert.Contains("Somebody else saved settings", form.Find(".conflict").TextContent);
        Assert.Equal(("100", "9"), (form.Find("#set-MaxTokens").GetAttribute("value"), form.Find("#set-ContextMessages").GetAttribute("value")));
        Assert.Contains("Somebody has set this to “200” since.", form.Find("[data-key='MaxTokens']").TextContent);
        Assert.Equal(200, screen.Room.Settings.Current.MaxTokens);
    }

    [Fact]
    public async Task After_a_conflict_mine_can_be_saved_beside_theirs()
    {
        await using var screen = new AdminScreen();
        var form = Render(screen);
        form.Find("#set-MaxTokens").Change("100");
        await screen.ElsewhereAsync("""{"contextMessages": 9}""");
        await form.Find("form").SubmitAsync();

        await form.Find(".conflict .action").ClickAsync();

        Assert.Equal((100, 9), (screen.Room.Settings.Current.MaxTokens, screen.Room.Settings.Current.ContextMessages));
    }

    [Fact]
    public async Task A_field_changed_here_can_be_given_back_to_the_file()
    {
        await using var screen = new AdminScreen();
        await screen.ElsewhereAsync("""{"timing": {"maxDelay": 50}}""");
        var form = Render(screen);

        form.Find("[data-key='Timing.MaxDelay'] button").Click();
        Assert.Contains("Goes back to “30” when saved.", form.Find("[data-key='Timing.MaxDelay']").TextContent);
        await form.Find("form").SubmitAsync();

        Assert.Equal(30, screen.Room.Settings.Current.Timing.MaxDelay.TotalSeconds);
    }

    [Fact]
    public async Task A_line_each_is_a_list()
    {
        await using var screen = new AdminScreen();
        var form = Render(screen);

        form.Find("#set-Topics").Change("one\n\n  two \n");
        await form.Find("form").SubmitAsync();

        Assert.Equal(["one", "two"], screen.Room.Settings.Current.Topics);
    }

    [Fact]
    public async Task A_persona_shows_its_card_and_is_edited_for_this_room()
    {
        await using var screen = new AdminScreen();
        var persona = screen.Room.Seats[0];
        var form = Render(screen, SettingsGroup.OfPersona(persona.Name, persona.Id.Value));
        Assert.Equal(persona.Name, form.Find($"#set-Personas-{persona.Id}-Name").GetAttribute("value"));

        form.Find($"#set-Personas-{persona.Id}-Name").Change("The Stranger");
        await form.Find("form").SubmitAsync();

        Assert.Equal(("The Stranger", persona.Bio), (screen.Room.Cast[0].Name, screen.Room.Cast[0].Bio));
    }

    [Fact]
    public async Task Whoever_is_no_admin_any_more_saves_nothing()
    {
        await using var screen = new AdminScreen();
        var form = Render(screen);
        form.Find("#set-MaxTokens").Change("100");
        screen.Authorization.SetNotAuthorized();

        await form.Find("form").SubmitAsync();

        Assert.Contains("not signed in any more", form.Markup);
        Assert.Equal("100", form.Find("#set-MaxTokens").GetAttribute("value"));
        Assert.Equal(0, screen.Room.Settings.Version);
    }

    private static IRenderedComponent<SettingsForm> Render(AdminScreen screen, params SettingsGroup[] groups) =>
        screen.Page.Render<SettingsForm>(p => p
            .Add(f => f.Room, screen.Room)
            .Add(f => f.View, screen.Room.Settings.View())
            .Add(f => f.Shown, groups.Length == 0 ? SettingsGroup.OfRoom : groups));

    /// <summary>All but the room's main switch, which stands in the head of the page.</summary>
    private static int Settable(AdminScreen screen) =>
        screen.Room.Settings.Fields.All.Count(f => !f.Key.StartsWith("Personas.", StringComparison.Ordinal)) - 1;
}
