using System.Text;

namespace Chatter.Tests.Fakes;

public sealed class FakeOpenAITests
{
    [Fact]
    public async Task It_answers_in_line_then_with_the_standing_reply_and_records_what_it_was_asked()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Chat.Then(Replies.TooFast(3)).Always(Replies.Says("Hello.", (12, 3)));
        using var http = new HttpClient();

        var first = await PostAsync(http, fake, "chat/completions");
        var second = await PostAsync(http, fake, "chat/completions");

        Assert.Equal(429, (int)first.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), first.Headers.RetryAfter?.Delta);
        Assert.Contains("Hello.", await second.Content.ReadAsStringAsync());
        Assert.Equal(2, fake.Calls.Count);
        Assert.Equal("Say something.", fake.Calls[0].Said("user"));
    }

    [Fact]
    public async Task Asked_what_it_was_not_told_it_answers_500_and_complains_at_the_end()
    {
        var fake = await FakeOpenAI.StartAsync();
        using var http = new HttpClient();

        var answer = await PostAsync(http, fake, "audio/speech");

        Assert.Equal(500, (int)answer.StatusCode);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await fake.DisposeAsync());
    }

    [Fact]
    public async Task Speech_answers_with_bytes()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Speech.Then(Replies.Sound([1, 2, 3]));
        using var http = new HttpClient();

        var answer = await PostAsync(http, fake, "audio/speech");

        Assert.Equal("audio/wav", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal([1, 2, 3], await answer.Content.ReadAsByteArrayAsync());
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, FakeOpenAI fake, string path) => http.PostAsync(
        new Uri($"{fake.Endpoint}/{path}"),
        new StringContent("""{"messages":[{"role":"user","content":"Say something."}]}""", Encoding.UTF8, "application/json"));
}
