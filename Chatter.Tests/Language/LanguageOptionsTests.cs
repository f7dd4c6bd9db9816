using Chatter.Core.Language;
using Chatter.Core.Language.Spending;
using Microsoft.Extensions.Configuration;

namespace Chatter.Tests.Language;

public sealed class LanguageOptionsTests
{
    [Fact]
    public void With_neither_key_nor_endpoint_there_is_no_model()
    {
        Assert.False(Read().HasModel);
        Assert.False(Read(("OPENAI_API_KEY", "")).HasModel);
    }

    [Fact]
    public void A_key_alone_means_openai_and_an_endpoint_alone_is_enough()
    {
        Assert.Equal("https://api.openai.com/v1", Read(("OPENAI_API_KEY", "k")).Address.ToString());
        Assert.True(Read(("Chatter:Language:Endpoint", "http://localhost:11434/v1/")).HasModel);
        Assert.Equal("/v1", Read(("Chatter:Language:Endpoint", "http://localhost:11434/v1/")).Address.AbsolutePath);
    }

    [Fact]
    public void The_programs_own_key_beats_the_machines()
    {
        var options = Read(("OPENAI_API_KEY", "machine"), ("Chatter:Language:ApiKey", "own"));

        Assert.Equal("own", options.ApiKey);
    }

    [Fact]
    public void Every_mistake_is_named_by_its_key_and_no_key_of_the_owner_is_repeated()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Read(
            ("Chatter:Language:Temperature", "9"),
            ("Chatter:Language:MaxParallel", "0"),
            ("Chatter:Language:Endpoint", "ftp://example.org"),
            ("Chatter:Language:ApiKey", "sk secret"),
            ("Chatter:Language:Prices:0:Prompt", "-1")));

        Assert.Contains("Chatter:Language:Temperature must be between 0 and 2, but is 9.", refusal.Message);
        Assert.Contains("Chatter:Language:MaxParallel must be between 1 and 64, but is 0.", refusal.Message);
        Assert.Contains("Chatter:Language:Endpoint", refusal.Message);
        Assert.Contains("Chatter:Language:Prices:0", refusal.Message);
        Assert.DoesNotContain("secret", refusal.Message);
    }

    [Fact]
    public void Stop_rules_can_be_set_and_taken_away()
    {
        Assert.Equal(["\n\n"], Read().StopRules);
        Assert.Equal(["END"], Read(("Chatter:Language:Stop:0", "END")).StopRules);
        Assert.Empty(Read(("Chatter:Language:Stop", "")).StopRules);
    }

    [Fact]
    public void Ceilings_and_prices_come_from_the_configuration()
    {
        var configuration = Configuration(("Chatter:Budget:Daily", "0.5"), ("Chatter:Language:Prices:0:Model", "llama*"), ("Chatter:Language:Prices:0:Prompt", "0"));

        Assert.Equal((0.5m, 10m), (BudgetOptions.Read(configuration).Daily, BudgetOptions.Read(configuration).Monthly));
        Assert.Equal(0, new PriceTable(LanguageOptions.Read(configuration).Prices).OfTokens("llama3", 5, 0));
    }

    private static LanguageOptions Read(params (string Key, string Value)[] settings) => LanguageOptions.Read(Configuration(settings));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, string? (s) => s.Value)).Build();
}
