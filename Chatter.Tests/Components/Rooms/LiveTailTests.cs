using Bunit;
using Chatter.Core.Domain;
using Chatter.Web.Components.Rooms;

namespace Chatter.Tests.Components.Rooms;

public sealed class LiveTailTests
{
    [Fact]
    public async Task It_opens_with_the_last_twenty_rows_and_with_ten_in_performance_mode()
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(35);

        var normal = screen.RenderTail();
        var performance = screen.RenderTail(performance: true);

        Assert.Equal(20, normal.FindAll(".msg").Count);
        Assert.Equal(10, performance.FindAll(".msg").Count);
        Assert.Equal("line 35", normal.FindAll(".said")[^1].TextContent);
    }

    [Fact]
    public async Task What_is_said_is_appended_and_the_oldest_goes()
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(25);
        var tail = screen.RenderTail();

        await screen.SayManyAsync(3);
        await tail.InvokeAsync(tail.Instance.GrowAsync);

        Assert.Equal("line 9", tail.FindAll(".said")[0].TextContent);
        Assert.Equal("line 28", tail.FindAll(".said")[^1].TextContent);
        Assert.Equal(20, tail.FindAll(".msg").Count);
    }

    [Fact]
    public async Task Nothing_is_drawn_anew_when_nothing_shown_has_changed()
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(3);
        var tail = screen.RenderTail();
        var drawn = tail.RenderCount;

        await screen.HappenAsync(new TopicChanged("Something else"));
        await tail.InvokeAsync(tail.Instance.GrowAsync);

        Assert.Equal(drawn, tail.RenderCount);
    }

    [Fact]
    public async Task The_history_comes_in_pages_down_to_the_first_message_and_never_fills_the_document()
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(230);
        var tail = screen.RenderTail();
        await tail.InvokeAsync(() => tail.Instance.Stick(false, 20, 0));

        var most = 0;
        for (var i = 0; i < 10 && tail.FindAll(".beginning").Count == 0; i++)
        {
            await tail.InvokeAsync(tail.Instance.LoadAbove);
            most = Math.Max(most, tail.FindAll(".msg").Count);
        }

        Assert.Equal("line 1", tail.FindAll(".said")[0].TextContent);
        Assert.InRange(most, 100, ChunkWindow.MostRows);
        Assert.Equal("false", tail.Find(".tail").GetAttribute("data-head"));
    }

    [Fact]
    public async Task From_the_history_one_comes_forward_to_the_end_without_a_hole()
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(330);
        var tail = screen.RenderTail(at: 5);

        for (var i = 0; i < 12 && tail.Find(".tail").GetAttribute("data-head") == "false"; i++)
            await tail.InvokeAsync(tail.Instance.LoadBelow);
        await screen.SayManyAsync(2);
        await tail.InvokeAsync(() => tail.Instance.Stick(true, 20, 0));
        await tail.InvokeAsync(tail.Instance.GrowAsync);

        var shown = tail.FindAll(".msg").Select(m => int.Parse(m.GetAttribute("data-seq")!, null)).ToList();
        Assert.Equal(Enumerable.Range(shown[0], shown.Count), shown);
        Assert.Equal(332, shown[^1]);
    }

    [Fact]
    public async Task Who_reads_further_up_is_told_how_much_is_new()
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(30);
        var tail = screen.RenderTail();
        await tail.InvokeAsync(() => tail.Instance.Stick(false, 20, 0));

        await screen.SayManyAsync(2);
        await tail.InvokeAsync(tail.Instance.GrowAsync);
        var told = tail.Find("[data-latest]").TextContent.Trim();
        await tail.InvokeAsync(tail.Instance.ShowNewest);

        Assert.Equal("2 new messages", told);
        Assert.Contains("away", tail.Find("[data-latest]").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_taken_back_is_gone_from_pages_of_the_history_too()
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(230);
        var tail = screen.RenderTail(at: 10);
        Assert.Contains(tail.FindAll(".said"), s => s.TextContent == "line 12");

        await screen.HappenAsync(new Retracted(12, "admin", null));
        await tail.InvokeAsync(tail.Instance.GrowAsync);

        Assert.DoesNotContain(tail.FindAll(".said"), s => s.TextContent == "line 12");
        Assert.Equal("Message taken back", tail.Find("#m12 .said").TextContent);
    }

    [Fact]
    public async Task After_an_absence_what_was_missed_stands_below_what_was_read_last()
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(30);
        var tail = screen.RenderTail();

        await screen.SayManyAsync(60);
        tail.Instance.ComeBack();
        await tail.InvokeAsync(tail.Instance.GrowAsync);

        var shown = tail.FindAll(".msg").Select(m => int.Parse(m.GetAttribute("data-seq")!, null));
        Assert.Equal(Enumerable.Range(11, 80), shown);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-3, 0)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(1, 1)]
    [InlineData(40, 40)]
    [InlineData(250, 250)]
    public async Task A_link_leads_to_its_message_and_a_wrong_one_nowhere(long seq, long found)
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(250);
        var tail = screen.RenderTail();

        var shown = await tail.InvokeAsync(() => tail.Instance.Show(seq));

        Assert.Equal(found, shown);
        Assert.True(found == 0 || tail.FindAll($"#m{found}").Count == 1);
    }

    [Fact]
    public async Task An_empty_room_says_so()
    {
        await using var screen = new RoomScreen();

        var tail = screen.RenderTail();

        Assert.Contains("Nothing has been said here yet", tail.Find(".quiet").TextContent, StringComparison.Ordinal);
    }
}
