using Chatter.Core.Speech;
using Microsoft.Extensions.Configuration;

namespace Chatter.Tests.Speech;

public sealed class SpeechOptionsTests
{
    [Fact]
    public void Every_mistake_is_named_by_its_key()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Read(
            ("Provider", "loud"), ("Parallel", "0"), ("Timeout", "soon"), ("LateAfter", "-5"), ("MostBehind", "1e9"), ("CacheBytes", "12")));

        string[] keys = ["Provider", "Parallel", "Timeout", "LateAfter", "MostBehind", "CacheBytes"];
        Assert.All(keys, key => Assert.Contains($"Chatter:Speech:{key} must be", fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2.5", 2.5)]
    [InlineData("45", 45)]
    [InlineData("00:00:07", 7)]
    public void A_plain_number_for_a_time_is_seconds(string text, double seconds) =>
        Assert.Equal(seconds, Read(("Timeout", text)).Timeout.TotalSeconds);

    [Theory]
    [InlineData("auto", SpeechProvider.Auto)]
    [InlineData("openai", SpeechProvider.OpenAI)]
    [InlineData("espeak", SpeechProvider.Espeak)]
    [InlineData("none", SpeechProvider.None)]
    public void A_provider_is_named_in_small_letters(string text, SpeechProvider provider) =>
        Assert.Equal(provider, Read(("Provider", text)).Provider);

    private static SpeechOptions Read(params (string Key, string Value)[] settings) =>
        SpeechOptions.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => "Chatter:Speech:" + s.Key, s => (string?)s.Value)).Build());
}
