using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Chatter.Core.Domain;
using Chatter.Core.Speech;
using Chatter.Core.Storage;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Tests.Speech;

public sealed class AudioEndpointTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_message_is_said_announced_and_can_be_fetched()
    {
        await using var chatter = Started();
        using var http = chatter.CreateClient();
        var clip = await HeardAsync(chatter, "hello there");

        var answer = await http.GetAsync($"/audio/{clip.Clip}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("audio/wav", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(4454, (await answer.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("bytes", answer.Headers.GetValues("Accept-Ranges").Single());
    }

    [Fact]
    public async Task Parts_of_a_clip_can_be_asked_for()
    {
        await using var chatter = Started();
        using var http = chatter.CreateClient();
        var clip = await HeardAsync(chatter, "hello there");
        var whole = await http.GetByteArrayAsync($"/audio/{clip.Clip}");

        var middle = await RangeAsync(http, clip, new RangeHeaderValue(100, 199));
        var end = await RangeAsync(http, clip, new RangeHeaderValue(null, 54));
        var beyond = await RangeAsync(http, clip, new RangeHeaderValue(9_999_999, null));

        Assert.Equal(HttpStatusCode.PartialContent, middle.StatusCode);
        Assert.Equal("bytes 100-199/4454", middle.Content.Headers.ContentRange!.ToString());
        Assert.Equal(whole[100..200], await middle.Content.ReadAsByteArrayAsync());
        Assert.Equal(whole[^54..], await end.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Fact]
    public async Task A_clip_that_has_not_changed_is_not_sent_again()
    {
        await using var chatter = Started();
        using var http = chatter.CreateClient();
        var clip = await HeardAsync(chatter, "hello there");
        var first = await http.GetAsync($"/audio/{clip.Clip}");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/audio/{clip.Clip}");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        var again = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.False(first.Headers.ETag!.IsWeak);
    }

    [Fact]
    public async Task Asking_only_for_the_head_gives_the_same_head_and_no_sound()
    {
        await using var chatter = Started();
        using var http = chatter.CreateClient();
        var clip = await HeardAsync(chatter, "hello there");

        var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/audio/{clip.Clip}"));

        Assert.Equal((HttpStatusCode.OK, 4454L), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("..%2f..%2fchatter.db")]
    [InlineData("%2e%2e%2fserver.lock")]
    [InlineData("%F0%9F%94%A5")]
    [InlineData("'%20OR%201=1--")]
    public async Task A_name_that_is_no_clips_is_a_problem_and_no_file(string name)
    {
        await using var chatter = Started();
        using var http = chatter.CreateClient();

        var answer = await http.GetAsync($"/audio/{name}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("unknown_clip", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.DoesNotContain("immutable", answer.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_whose_message_was_taken_back_is_gone()
    {
        await using var chatter = Started();
        using var http = chatter.CreateClient();
        var clip = await HeardAsync(chatter, "regrettable");

        await chatter.Room().Log.AppendAsync(new Retracted(clip.Message, "admin", null), null, None);

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/audio/{clip.Clip}")).StatusCode);
        var audio = Path.Combine(chatter.DataDirectory, "audio");
        await Eventually.Is(() => Directory.GetFiles(audio).Length == 0, "the sound is deleted");
    }

    [Fact]
    public async Task A_clip_that_cannot_be_made_again_now_is_to_be_asked_for_later()
    {
        var speech = new FakeSpeech();
        await using var chatter = Started(speech);
        using var http = chatter.CreateClient();
        var clip = await HeardAsync(chatter, "hello there");
        Directory.GetFiles(Path.Combine(chatter.DataDirectory, "audio")).ToList().ForEach(File.Delete);
        speech.Before = (_, _) => throw new SpeechFailedException("Hoarse.");

        var answer = await http.GetAsync($"/audio/{clip.Clip}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("clip_unavailable", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [EspeakFact]
    public async Task The_whole_program_speaks_with_espeak()
    {
        await using var chatter = new TestChatter()
            .With("Chatter:Speech:Provider", "espeak").With("Chatter:Rooms:philosophy:AudioProbability", "1").Started();
        using var http = chatter.CreateClient();
        using var viewer = chatter.Room().Presence.Enter();
        var clip = await HeardAsync(chatter, "I know that I know nothing.", AuthorOf(chatter));

        var sound = SoundFormat.Recognise(await http.GetByteArrayAsync($"/audio/{clip.Clip}"));

        Assert.InRange(sound!.Duration, 1, 6);
        Assert.Equal(clip.Duration, sound.Duration);
        Assert.StartsWith("espeak-ng 1", chatter.Services.GetRequiredService<SpeechCounters>().Snapshot().Provider, StringComparison.Ordinal);
    }

    private static string AuthorOf(TestChatter chatter) => chatter.Room().Cast[0].Id.Value;

    private static TestChatter Started(FakeSpeech? speech = null) => new TestChatter()
        .With("Chatter:Rooms:philosophy:AudioProbability", "1")
        .With("Chatter:Rooms:philosophy:AlwaysOn", "true")
        .With(services => services.AddSingleton<ISpeech>(speech ?? new FakeSpeech()))
        .Started();

    private static async Task<AudioReady> HeardAsync(TestChatter chatter, string text, string by = "ada")
    {
        using (var db = chatter.Services.GetRequiredService<Chatter.Core.Storage.StoreReader>().CreateDbContext())
            await Eventually.Is(() => db.Cursors.Count() == 2, "both rooms are listened to");
        var said = await chatter.SayAsync(text, by);
        var log = chatter.Room().Log;
        await Eventually.Is(() => log.Head > said.Seq, "it is announced");
        return (await log.ReadAudioAsync(said.Seq, said.Seq, None))[said.Seq];
    }

    private static Task<HttpResponseMessage> RangeAsync(HttpClient http, AudioReady clip, RangeHeaderValue range)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/audio/{clip.Clip}");
        request.Headers.Range = range;
        return http.SendAsync(request);
    }
}
