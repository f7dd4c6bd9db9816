using Chatter.Core.Gateway.Safety;
using Xunit;

namespace Chatter.Tests.Gateway.Safety;

public sealed class LinkTests
{
    [Theory]
    [InlineData("see HTTPS://Example.COM/A/b?Q=1#f.", "see https://example.com/A/b?Q=1#f.")]
    [InlineData("https://example.com/?utm_source=x&id=7&fbclid=abc#top", "https://example.com/?id=7#top")]
    [InlineData("https://example.com/?utm_source=x", "https://example.com/")]
    [InlineData("(https://en.wikipedia.org/wiki/Logic_(disambiguation))", "(https://en.wikipedia.org/wiki/Logic_(disambiguation))")]
    [InlineData("go to Example.com now", "go to example.com now")]
    [InlineData("www.Example.org/x, or youtu.be/abc", "www.example.org/x, or youtu.be/abc")]
    public void Links_are_written_plainly_and_flagged(string line, string plain)
    {
        var verdict = Door.Person(line);

        Assert.Equal(plain, verdict.Text);
        Assert.Equal([RuleNames.Link], verdict.Flags);
    }

    [Theory]
    [InlineData("https://good.com@evil.example/x", "https://evil.example/x")]
    [InlineData("https://user:pass@host.example/", "https://host.example/")]
    [InlineData("https://pаypal.com/login", "https://xn--pypal-4ve.com/login")]
    [InlineData("https://good.com\\@evil.example", "https://good.com/@evil.example")]
    [InlineData("http://192.168.0.1/a", "http://192.168.0.1/a")]
    [InlineData("http://[::1]/a", "http://[::1]/a")]
    [InlineData("https://paypal.com.secure.example/a", "https://paypal.com.secure.example/a")]
    [InlineData("https://paypa1.com", "https://paypa1.com")]
    [InlineData("https://binance-support.example", "https://binance-support.example")]
    [InlineData("bit.ly/abc", "bit.ly/abc")]
    [InlineData("javascript:alert(1)", "javascript:alert(1)")]
    [InlineData("[paypal.com](https://example.com/x)", "[paypal.com](https://example.com/x)")]
    [InlineData("invoice.zip", "invoice.zip")]
    public void Deceptive_links_are_flagged_as_a_risk(string line, string plain)
    {
        var verdict = Door.Person(line);

        Assert.Equal(plain, verdict.Text);
        Assert.Equal([RuleNames.Link, RuleNames.LinkRisk], verdict.Flags);
    }

    [Theory]
    [InlineData("That is so.Now what? e.g. Dr.Me, U.S.A. and 3.5x, v1.2.beta, Hm...com on")]
    [InlineData("let.it.be, node.js, ASP.NET and Crypto.com are names")]
    [InlineData("the data: numbers; tell: why? note:this hotel:5")]
    public void A_dot_alone_makes_no_link(string line)
    {
        var verdict = Door.Persona(line);

        Assert.Equal(line, verdict.Text);
        Assert.Empty(verdict.Flags);
    }

    [Theory]
    [InlineData("Read https://example.com/a today.", "Read today.")]
    [InlineData("Read more at https://example.com.", "Read more at.")]
    [InlineData("Plato (https://example.com) wrote it", "Plato wrote it")]
    [InlineData("see [the Republic](https://example.com/rep), book 7", "see the Republic, book 7")]
    [InlineData("go to evil.com and www.evil.org", "go to and")]
    [InlineData("<https://a.example> yes", "yes")]
    [InlineData("https://a.com https://b.com well", "well")]
    public void A_persona_writes_no_links(string line, string clean)
    {
        var verdict = Door.Persona(line);

        Assert.Equal(clean, verdict.Text);
        Assert.Contains(RuleNames.Link, verdict.Rules);
        Assert.Empty(verdict.Flags);
    }

    [Fact]
    public void A_persona_that_says_only_a_link_says_nothing()
    {
        var verdict = Door.Persona("https://example.com");

        Assert.Equal(Outcome.Dropped, verdict.Outcome);
        Assert.Equal([RuleNames.Link, RuleNames.Empty], verdict.Rules);
    }
}
