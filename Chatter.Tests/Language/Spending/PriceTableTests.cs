using Chatter.Core.Language.Spending;

namespace Chatter.Tests.Language.Spending;

public sealed class PriceTableTests
{
    [Theory]
    [InlineData("gpt-4o-mini", 0.003)]
    [InlineData("a-model-nobody-knows", 0.003)]
    [InlineData("gpt-4o-2024-08-06", 0.0025)]
    public void A_thousand_tokens_read_cost_what_the_table_says_and_the_unknown_costs_three_millionths_a_token(string model, decimal dollars)
    {
        var table = new PriceTable([]);

        var cost = table.OfTokens(model, 1000, 0);

        Assert.Equal(dollars, cost);
    }

    [Fact]
    public void A_configured_price_comes_first_and_a_star_stands_for_any_rest()
    {
        var table = new PriceTable([new ModelPrice { Model = "llama3*", Prompt = 0, Completion = 0 }, new ModelPrice { Model = "gpt-4o-mini", Prompt = 1, Completion = 2 }]);

        Assert.Equal(0, table.OfTokens("llama3.2:3b", 1000, 1000));
        Assert.Equal(5, table.OfTokens("gpt-4o-mini", 1, 2));
    }

    [Fact]
    public void Speech_costs_by_the_character()
    {
        var table = new PriceTable([]);

        Assert.Equal(0.0015m, table.OfCharacters("tts-1", 100));
    }
}
