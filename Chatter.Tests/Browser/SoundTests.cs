using Chatter.Core.Speech;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Browser;

[Collection(InABrowser.Name)]
public sealed class SoundTests(Chromium chromium)
{
    [SoundFact]
    public async Task A_message_can_be_heard_and_the_next_one_follows_without_overlap()
    {
        await using var chatter = Speaking().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");
        await chatter.SayAsync("Good evening, and welcome to the room.", Speaker(chatter));
        await chatter.SayAsync("This comes second.", Speaker(chatter));
        await visitor.Page.Locator(".play").Nth(1).WaitForAsync();

        await visitor.Page.Locator(".play").First.ClickAsync();
        await visitor.UntilAsync("() => document.querySelector('[data-room-audio]')?.currentTime > 0.2");
        await visitor.UntilAsync("() => document.querySelector('#m2 .play.on') !== null");
        await visitor.UntilAsync("() => document.querySelector('[data-room-audio]').currentTime > 0.1");

        Assert.Equal(1, await visitor.Page.Locator("audio").CountAsync());
        Assert.Empty(visitor.Complaints);
    }

    [SoundFact]
    public async Task Once_invited_the_newest_voice_plays_by_itself()
    {
        await using var chatter = Speaking().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");
        var invitation = await visitor.Page.TextContentAsync("[data-now]");

        await visitor.Page.ClickAsync("[data-listen]");
        await chatter.SayAsync("I speak without being asked.", Speaker(chatter));

        await visitor.UntilAsync("() => document.querySelector('[data-room-audio]')?.currentTime > 0.2");
        Assert.Equal("Tap to hear the room", invitation);
    }

    private static TestChatter Speaking() => new TestChatter()
        .With("Chatter:Speech:Provider", "espeak")
        .With("Chatter:Rooms:philosophy:AudioProbability", "1");

    private static string Speaker(TestChatter chatter) => chatter.Room().Cast[0].Id.Value;

    private sealed class SoundFactAttribute : FactAttribute
    {
        public SoundFactAttribute()
        {
            if (Chromium.Program is null)
                Skip = "Chromium is not installed here (apt-get install chromium).";
            else if (EspeakFactAttribute.Installed is null)
                Skip = "espeak-ng is not installed here (apt-get install espeak-ng).";
        }
    }
}
