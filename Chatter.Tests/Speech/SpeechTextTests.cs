using System.Diagnostics;
using Chatter.Core.Speech;

namespace Chatter.Tests.Speech;

public sealed class SpeechTextTests
{
    [Theory]
    [InlineData("I see what you mean.", "I see what you mean.")]
    [InlineData("*sighs* That again?", "That again?")]
    [InlineData("That is **not** the point", "That is not the point")]
    [InlineData("So [laughs] be it", "So be it")]
    [InlineData("read [the page](https://example.org/a?b=c) first", "read the page first")]
    [InlineData("see https://example.org/x, or www.example.org", "see or")]
    [InlineData("<b>Bold</b> claim <script src='x'>", "Bold claim")]
    [InlineData("up 🚀🚀 only 👩‍💻 ❤️", "up only")]
    [InlineData("wow!!!!!!!! really???", "wow! really?")]
    [InlineData(":rocket: to the moon", "to the moon")]
    [InlineData("5 < 6 and 7 > 6", "5 6 and 7 6")]
    [InlineData("[[h@'loU]] said nobody", "said nobody")]
    [InlineData("a _word_ and `code`", "a word and code")]
    [InlineData("it cost $45,000 (or 10% less)", "it cost $45,000 (or 10% less)")]
    [InlineData("Zwölf Boxkämpfer, naïve café, 東京", "Zwölf Boxkämpfer, naïve café, 東京")]
    public void What_is_not_for_the_ear_is_left_out(string message, string heard) =>
        Assert.Equal(heard, SpeechText.From(message));

    [Theory]
    [InlineData("")]
    [InlineData("🔥🔥🔥")]
    [InlineData("*waves*")]
    [InlineData("https://example.org/only/a/link")]
    [InlineData("?!… – …")]
    [InlineData("\0\u200B\u202E")]
    public void A_message_with_nothing_to_say_aloud_is_empty(string message) =>
        Assert.Equal("", SpeechText.From(message));

    [Fact]
    public void Lines_and_control_characters_become_spaces() =>
        Assert.Equal("one two three", SpeechText.From("one\r\n\r\ntwo\0\u001b\tthree"));

    [Fact]
    public void A_long_text_ends_after_a_whole_word()
    {
        var heard = SpeechText.From(string.Concat(Enumerable.Repeat("word ", 2000)));

        Assert.InRange(heard.Length, 900, SpeechText.Longest);
        Assert.EndsWith("word", heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("*")]
    [InlineData("<a")]
    [InlineData("http://")]
    [InlineData("[a](")]
    public void Text_written_to_keep_the_cleaner_busy_does_not(string piece)
    {
        var watch = Stopwatch.StartNew();

        SpeechText.From(string.Concat(Enumerable.Repeat(piece, 500_000)));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }
}
