using Chatter.Core.Domain;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Domain;

public sealed class MentionsTests
{
    private static readonly IReadOnlyList<Persona> Cast = [.. People.Cast("Ada", "Rose"), People.Named("Brother Oswin") with { Aliases = ["Oswin"] }];

    [Theory]
    [InlineData("Ada, is that so?", "ada")]
    [InlineData("i ask @ada again", "ada")]
    [InlineData("What would Oswin say?", "brother oswin")]
    [InlineData("the sun rose over Adalar", "")]
    [InlineData("Rose and Ada agree", "ada rose")]
    public void A_line_names_those_it_calls_and_no_common_words(string text, string named)
    {
        Assert.Equal(named, string.Join(' ', Mentions.Find(text, Cast)));
    }
}
