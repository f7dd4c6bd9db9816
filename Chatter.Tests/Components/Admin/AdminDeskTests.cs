using Bunit;
using Chatter.Core.Domain;
using Chatter.Web.Components.Admin;

namespace Chatter.Tests.Components.Admin;

public sealed class AdminDeskTests
{
    [Fact]
    public async Task A_message_is_taken_back_after_a_question_and_for_a_reason()
    {
        await using var screen = new AdminScreen();
        var said = await screen.Chatter.SayAsync("<b>regrettable</b>");
        var list = screen.Page.Render<RecentMessages>(p => p.Add(r => r.Room, screen.Room).Add(r => r.Head, screen.Room.Log.Head));
        Assert.Contains("&lt;b&gt;regrettable&lt;/b&gt;", list.Markup);

        list.Find("li button").Click();
        list.Find("#why").Change("rude");
        await list.Find("form").SubmitAsync();

        Assert.Contains("admin: rude", list.Find("li").TextContent);
        Assert.IsType<ErasedMessage>((await screen.Room.Log.ReadAfterAsync(said.Seq - 1, 1, Reader.Admin, CancellationToken.None))[0].Body);
    }

    [Fact]
    public async Task One_click_goes_back_to_an_earlier_version()
    {
        await using var screen = new AdminScreen();
        await screen.ElsewhereAsync("""{"maxTokens": 100}""");
        await screen.ElsewhereAsync("""{"maxTokens": 200}""");
        var history = screen.Page.Render<SettingsHistory>(p => p.Add(h => h.Room, screen.Room).Add(h => h.Version, screen.Room.Settings.Version));

        await history.FindAll("li")[1].QuerySelector("button")!.ClickAsync();

        Assert.Equal(100, screen.Room.Settings.Current.MaxTokens);
        Assert.Contains("zoe", history.Markup);
    }

    [Fact]
    public async Task The_main_switch_turns_a_room_off_at_once()
    {
        await using var screen = new AdminScreen();
        var knob = screen.Page.Render<RoomSwitch>(p => p.Add(s => s.Room, screen.Room));

        await knob.Find("input").ChangeAsync(false);

        Assert.False(screen.Room.Settings.Current.Enabled);
    }

    [Fact]
    public async Task The_overview_shows_both_rooms_and_what_the_door_did()
    {
        await using var screen = new AdminScreen();

        var page = screen.Page.Render<AdminPage>();

        Assert.Equal(2, page.FindAll(".room-card").Count);
        Assert.Contains("Every message is on disk", page.Markup);
        Assert.Contains("/ $1.00", page.Find(".money").TextContent);
    }

    [Fact]
    public async Task A_stranger_gets_the_way_to_the_sign_in_and_nothing_of_the_page()
    {
        await using var screen = new AdminScreen();
        screen.Authorization.SetNotAuthorized();
        screen.Authorization.SetPolicies();

        var page = screen.Page.Render<AdminLayout>(p => p.Add(l => l.Body, b => b.AddContent(0, "secret")));

        Assert.DoesNotContain("secret", page.Markup);
        Assert.Contains("/admin/enter", page.Markup);
    }
}
