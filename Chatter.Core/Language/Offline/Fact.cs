using Chatter.Core.Domain;

namespace Chatter.Core.Language.Offline;

/// <summary>What the offline voice remembers of one message.</summary>
internal sealed record Fact
{
    public required long Seq { get; init; }

    /// <summary>The speaker across kinds, as in <see cref="Author.Key"/>.</summary>
    public required string Author { get; init; }

    /// <summary>The speaker's id if it was a persona, else null.</summary>
    public string? Persona { get; init; }

    public required string Name { get; init; }

    /// <summary>Somebody who is neither a persona nor the house.</summary>
    public bool ByPerson { get; init; }

    public required string Text { get; init; }

    /// <summary>The move made, or empty for what was not planned here.</summary>
    public string Move { get; init; } = "";

    /// <summary>The room's topic, as its title.</summary>
    public string Topic { get; init; } = "";

    /// <summary>The argument spoken about, by key; empty if none.</summary>
    public string Argument { get; init; } = "";

    /// <summary>Keys of all material and frames used.</summary>
    public IReadOnlyList<string> Used { get; init; } = [];

    /// <summary>Whether it leaves a question for others.</summary>
    public bool Asks { get; init; }

    /// <summary>The message it answers, or 0.</summary>
    public long Answers { get; init; }

    public IReadOnlyList<string> Mentions { get; init; } = [];

    public IReadOnlyList<ulong> Sentences { get; init; } = [];

    public bool Has(string used) => Used.Contains(used);

    /// <summary>The fact of an event, or null for what is not a message.</summary>
    public static Fact? Of(RoomEvent e) => e.Body switch
    {
        Message message => Of(e.Seq, message),
        ErasedMessage => Blank(e.Seq),
        _ => null,
    };

    /// <summary>A message whose words were taken back keeps its place and nothing else.</summary>
    public static Fact Blank(long seq) => new() { Seq = seq, Author = "", Name = "", Text = "" };

    private static Fact Of(long seq, Message message)
    {
        var trace = message.Trace;
        var isPersona = message.Author.Kind == AuthorKind.Persona;
        var planned = trace.ContainsKey(Traces.Move);
        return new Fact
        {
            Seq = seq,
            Author = message.Author.Key,
            Persona = isPersona ? message.Author.Id : null,
            Name = message.Author.Name,
            ByPerson = message.Author.Kind is AuthorKind.Viewer or AuthorKind.Member or AuthorKind.Admin,
            Text = message.Text,
            Move = trace.GetValueOrDefault(Traces.Move, ""),
            Topic = message.Topic ?? "",
            Argument = trace.GetValueOrDefault(Traces.Argument, ""),
            Used = trace.GetValueOrDefault(Traces.Used, "") is { Length: > 0 } used ? used.Split('|') : [],
            Asks = planned ? trace.ContainsKey(Traces.Asks) : message.Text.TrimEnd().EndsWith('?'),
            Answers = long.TryParse(trace.GetValueOrDefault(Traces.Answers), out var answered) ? answered : planned ? 0 : message.ReplyTo ?? 0,
            Mentions = message.Mentions,
            Sentences = Wording.Sentences(message.Text),
        };
    }
}

/// <summary>The keys under which a line's plan is kept in <see cref="Message.Trace"/>.</summary>
internal static class Traces
{
    public const string Move = "move";
    public const string Argument = "argument";
    public const string Used = "used";
    public const string Asks = "asks";
    public const string Answers = "answers";
}
