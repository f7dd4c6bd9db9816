using AngleSharp.Html.Parser;
using Chatter.Core.Domain;
using Chatter.Tests.Fakes;
using Chatter.Web.Components.Rooms;

namespace Chatter.Tests.Components.Rooms;

public sealed class ChunkWriterTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\"><svg onload=alert(1)>")]
    [InlineData("</article></div><style>*{display:none}</style>")]
    [InlineData("&lt;b&gt; &#x3C;i&#x3E;")]
    public async Task What_somebody_says_is_shown_as_they_said_it_and_does_nothing(string text)
    {
        await using var room = await ARoom.OpenAsync();
        var said = Lines.By("ada", text) with
        {
            Author = new Author(AuthorKind.Persona, "ada", text, $"red;background:url({text})", [text]),
        };

        var html = Write(room, said);

        var page = new HtmlParser().ParseDocument(html);
        Assert.Equal(text, page.QuerySelector(".said")!.TextContent);
        Assert.Equal(text, page.QuerySelector(".by")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("script, img, style, [onerror], [onload]"));
        Assert.Equal("--c:#8a93a6", page.QuerySelector("article")!.GetAttribute("style"));
    }

    [Fact]
    public async Task Those_mentioned_are_marked_by_their_longest_name_once()
    {
        await using var room = await ARoom.OpenAsync();

        var html = Write(room, Lines.By("ben", "Adam asked Ada and @Ada.") with { Mentions = ["ada"] });

        var marks = new HtmlParser().ParseDocument(html).QuerySelectorAll(".mention").Select(m => m.TextContent);
        Assert.Equal(["Ada", "@Ada"], marks);
    }

    [Fact]
    public async Task Lines_of_one_speaker_in_one_breath_stand_under_one_name()
    {
        await using var room = await ARoom.OpenAsync();
        var first = await room.SayAsync("One thing.");
        var second = await room.SayAsync("And another.");
        var third = await room.SayAsync("No.", "ben");

        Assert.True(Row.Follows(second, first));
        Assert.False(Row.Follows(third, second));
        Assert.False(Row.Follows(second with { At = second.At.AddMinutes(6) }, first));
    }

    private static string Write(ARoom room, Message said)
    {
        var e = new RoomEvent { Room = room.Room.Log.Room, Seq = 7, Id = Guid.Empty, At = DateTimeOffset.UnixEpoch, Number = 7, Body = said };
        return new ChunkWriter(room.Room, ARoom.Words).Write([new Row(e, false, null, null)]).Html;
    }
}
