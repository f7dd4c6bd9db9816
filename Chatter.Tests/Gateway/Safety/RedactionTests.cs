using Chatter.Core.Gateway.Safety;
using Xunit;

namespace Chatter.Tests.Gateway.Safety;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("write to jane.doe+news@mail.example.co.uk.", "write to [email].", "email")]
    [InlineData("jürgen@müller.de!", "[email]!", "email")]
    [InlineData("me (at) example (dot) com", "[email]", "email")]
    [InlineData("me[at]example.com", "[email]", "email")]
    [InlineData("ring +44 20 7946 0958 now", "ring [phone] now", "phone")]
    [InlineData("+1 (555) 123-4567", "[phone]", "phone")]
    [InlineData("555-123-4567 or (555) 123-4567", "[phone] or [phone]", "phone")]
    [InlineData("1-800-555-1234, 1 (800) 555-1234", "[phone], [phone]", "phone")]
    [InlineData("0044 7911 123456", "[phone]", "phone")]
    [InlineData("07911123456", "[phone]", "phone")]
    [InlineData("030 90182019, evenings", "[phone], evenings", "phone")]
    [InlineData("call me at 5551234567", "[phone]", "phone")]
    [InlineData("mine is 4111 1111 1111 1111 ok", "mine is [card] ok", "card")]
    [InlineData("12 4111-1111-1111-1111 34", "12 [card] 34", "card")]
    [InlineData("378282246310005", "[card]", "card")]
    [InlineData("5555555555554444 and 6011000990139424", "[card] and [card]", "card")]
    [InlineData("４１１１１１１１１１１１１１１１", "[card]", "card")]
    [InlineData("sk-proj-abcDEF123456_7890-xyz", "[key]", "key")]
    [InlineData("my key=sk-abcdefghijklmnopqrstuvwx.", "my key=[key].", "key")]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[key]", "key")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[key]", "key")]
    [InlineData("t: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P", "t: [key]", "key")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY----- end", "[key] end", "key")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk", "[key]", "key")]
    [InlineData("chk_abcd1234_0123456789abcdefghijABCDEFGHIJ", "[key]", "key")]
    public void Private_matters_are_taken_out_and_flagged(string line, string clean, string rule)
    {
        var verdict = Door.Person(line);

        Assert.Equal(clean, verdict.Text);
        Assert.Equal(Outcome.Sanitised, verdict.Outcome);
        Assert.Contains(rule, verdict.Rules);
        Assert.Contains(rule, verdict.Flags);
    }

    [Theory]
    [InlineData("BTC did 1,234,567,890 in volume; supply 21 000 000; 2024-05-12 12:30:45")]
    [InlineData("order 1234 5678 9012 3456, unix time 1700000000, 2020-2021-2022-2023")]
    [InlineData("pi is 3.14159265358979323846264338327950288419716939937510")]
    [InlineData("between 67,000.50 and 68,100.25, that is 1.6 % of 100.000.000")]
    [InlineData("meet @ noon, a sk-tching, AKIA is a name, ghp_ too, eyJ")]
    [InlineData("2024 2025 2026 2027 2028")]
    [InlineData("192.168.1.10 and 10.0.0.1:8080")]
    public void Numbers_that_are_nobodys_stay(string line)
    {
        var verdict = Door.Person(line);

        Assert.Equal(line, verdict.Text);
    }

    [Fact]
    public void Numbers_in_a_link_are_names_of_pages()
    {
        var verdict = Door.Person("https://example.com/p/4111111111111111?t=+442079460958");

        Assert.Equal("https://example.com/p/4111111111111111?t=+442079460958", verdict.Text);
    }

    [Fact]
    public void A_key_in_a_link_is_taken_out()
    {
        var verdict = Door.Person("https://example.com/?key=sk-abcdefghijklmnopqrstuvwx&a=1");

        Assert.Equal("https://example.com/?key=[key]&a=1", verdict.Text);
    }
}
