using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chatter.Core.Domain;

namespace Chatter.Core.Language.Prompts;

/// <summary>What a model is told for one turn.</summary>
/// <param name="System">The rules and the speaker's own card.</param>
/// <param name="User">The topic and what was said, as quoted data, and the wish.</param>
public sealed record Prompt(string System, string User)
{
    public int Length => System.Length + User.Length;

    /// <summary>Tokens as one counts without a tokenizer: four characters each.</summary>
    public int Tokens => (Length + 3) / 4;

    /// <summary>More tokens than any tokenizer makes of it: one a byte, and some for the frame.</summary>
    public int TokensAtMost => Encoding.UTF8.GetByteCount(System) + Encoding.UTF8.GetByteCount(User) + 32;
}

/// <summary>
/// Writes what a model is told. What people and personas said goes in as JSON between marks that nothing in it can forge;
/// the cards of other personas never go in. The length is bounded: a long message is cut, then the oldest are left out.
/// </summary>
public sealed class PromptWriter(PromptTexts texts)
{
    /// <summary>Characters of the transcript at most.</summary>
    private const int LongestTranscript = 8000;

    /// <summary>Characters of one message at most.</summary>
    private const int LongestMessage = 600;

    /// <summary>Characters of one entry of a card, and of a topic or wish, at most.</summary>
    private const int LongestEntry = 400;

    private const int MostEntries = 16;

    // Letters of every language stay readable; the marks of the transcript are escaped below.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Prompt Write(Turn turn) => new(System(turn), User(turn));

    private string System(Turn turn)
    {
        var persona = turn.Persona;
        var rules = PromptTexts.Fill(texts.Rules, new Dictionary<string, string>
        {
            ["name"] = Line(persona.Name),
            ["words"] = Math.Max(10, turn.Settings.MaxTokens / 2).ToString(CultureInfo.InvariantCulture),
            ["language"] = LanguageName(turn.Room.Language),
        });
        var card = PromptTexts.Fill(texts.Persona, new Dictionary<string, string>
        {
            ["name"] = Line(persona.Name),
            ["bio"] = Line(persona.Bio),
            ["temperament"] = Line(persona.Temperament),
            ["beliefs"] = Bullets(persona.Beliefs),
            ["style"] = Bullets(persona.Style),
            ["loves"] = Listed(persona.Loves),
            ["hates"] = Listed(persona.Hates),
        });
        return rules + "\n\n" + card;
    }

    private string User(Turn turn) => PromptTexts.Fill(texts.Turn, new Dictionary<string, string>
    {
        ["room"] = Quoted(turn.Room.Name),
        ["name"] = Line(turn.Persona.Name),
        ["others"] = Listed([.. turn.Cast.Where(p => p.Id != turn.Persona.Id && !p.Muted).Select(p => p.Name)]),
        ["topic"] = Quoted(turn.Topic),
        ["transcript"] = Transcript(turn),
        ["occasion"] = Occasion(turn),
    });

    private static string Occasion(Turn turn)
    {
        var name = Line(turn.Persona.Name);
        if (turn.Wish is { Length: > 0 } wish)
            return $"Those who run the room would like {name} to take this up in its own way, as a JSON string: {Quoted(wish)}\nWrite {name}'s line.";
        if (turn.Recent.All(e => e.Message is null))
            return $"Nobody has spoken yet. Write the line with which {name} opens the topic.";
        return turn.TopicIsNew
            ? $"The topic is new. Write the line with which {name} turns the talk to it, from what was said last if there is a way."
            : $"Write {name}'s next line.";
    }

    /// <summary>One JSON object a line, oldest first; as many of the newest as fit.</summary>
    private static string Transcript(Turn turn)
    {
        var lines = new List<string>();
        var length = 0;
        foreach (var message in turn.Recent.Reverse().Select(e => e.Message).OfType<Message>())
        {
            var line = Quoted(new Said(Kind(message, turn), Cut(message.Author.Name, 60), Cut(message.Text, LongestMessage)));
            length += line.Length + 1;
            if (length > LongestTranscript)
                break;
            lines.Add(line);
        }

        lines.Reverse();
        return string.Join('\n', lines);
    }

    private static string Kind(Message message, Turn turn) => message.Author switch
    {
        { Kind: AuthorKind.Persona } author when author.Id == turn.Persona.Id.Value => "you",
        { Kind: AuthorKind.Persona } => "character",
        { Kind: AuthorKind.System } => "room",
        _ => "viewer",
    };

    private static string Quoted(string text) => Quoted<string>(Cut(text, LongestEntry));

    /// <summary>JSON in which the marks of the transcript cannot occur, whatever was said.</summary>
    private static string Quoted<T>(T value) => JsonSerializer.Serialize(value, Json)
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("\u2028", "\\u2028", StringComparison.Ordinal)
        .Replace("\u2029", "\\u2029", StringComparison.Ordinal)
        .Replace("\u0085", "\\u0085", StringComparison.Ordinal);

    private static string Bullets(IReadOnlyList<string> entries) =>
        entries.Count == 0 ? "- nothing in particular" : string.Join('\n', entries.Take(MostEntries).Select(e => "- " + Line(e)));

    private static string Listed(IReadOnlyList<string> entries) =>
        entries.Count == 0 ? "nothing in particular" : string.Join(", ", entries.Take(MostEntries).Select(Line));

    private static string Line(string text) => Cut(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), LongestEntry);

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1), "…");
    }

    private static string LanguageName(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag).EnglishName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    private sealed record Said(
        [property: System.Text.Json.Serialization.JsonPropertyName("from")] string From,
        [property: System.Text.Json.Serialization.JsonPropertyName("name")] string Name,
        [property: System.Text.Json.Serialization.JsonPropertyName("text")] string Text);
}
