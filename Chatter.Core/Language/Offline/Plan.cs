namespace Chatter.Core.Language.Offline;

/// <summary>The moves a line can make; the names under which manners keep their frames and weights.</summary>
internal static class Moves
{
    public const string First = "first";
    public const string Open = "open";
    public const string Claim = "claim";
    public const string Turn = "turn";
    public const string Build = "build";
    public const string Support = "support";
    public const string Example = "example";
    public const string Challenge = "challenge";
    public const string Reply = "reply";
    public const string Defend = "defend";
    public const string Lend = "lend";
    public const string Ask = "ask";
    public const string Answer = "answer";
    public const string Concede = "concede";
    public const string Draw = "draw";
    public const string Recall = "recall";
    public const string Echo = "echo";
    public const string Bridge = "bridge";
    public const string Quip = "quip";
    public const string Joke = "joke";
    public const string Person = "person";
    public const string Counter = "counter";
    public const string Reflect = "reflect";
    public const string Greet = "greet";
    public const string Thanks = "thanks";
    public const string Farewell = "farewell";
    public const string Self = "self";
    public const string Advice = "advice";
    public const string Wish = "wish";
    public const string Stray = "stray";
}

/// <summary>What a line is to do and with what, before it has words.</summary>
internal sealed record Plan(string Move)
{
    /// <summary>The argument the line is about after it is said; null leaves the talk where it was.</summary>
    public Argument? About { get; init; }

    /// <summary>What fills <c>{c}</c>, with the key it is remembered by.</summary>
    public (string Text, string Key)? Clause { get; init; }

    /// <summary>A further clause, said as a sentence of its own if there is room.</summary>
    public (string Text, string Key)? More { get; init; }

    /// <summary>What fills <c>{q}</c>.</summary>
    public (string Text, string Key)? Question { get; init; }

    /// <summary>What fills <c>{crux}</c>.</summary>
    public (string Text, string Key)? Crux { get; init; }

    /// <summary>What fills <c>{np}</c>: the argument referred to.</summary>
    public string? Noun { get; init; }

    public string? OtherNoun { get; init; }

    /// <summary>The topic's name, for <c>{topic}</c>.</summary>
    public string? TopicName { get; init; }

    /// <summary>A word of the person answered, for <c>{word}</c>.</summary>
    public string? Word { get; init; }

    /// <summary>The room's topic as it stands in the settings, for <c>{title}</c>.</summary>
    public string? Title { get; init; }

    /// <summary>Whose line this answers, for <c>{name}</c>.</summary>
    public Fact? To { get; init; }

    public Fact? Other { get; init; }

    /// <summary>The question settled by this line.</summary>
    public Fact? Answers { get; init; }

    public bool Asks { get; init; }

    /// <summary>Whether the line hangs on one message so closely that it should be marked as a reply.</summary>
    public bool Replies { get; init; }
}

/// <summary>One line to be made: who speaks, where and about what.</summary>
internal sealed record Scene
{
    public required Material Material { get; init; }

    public required DiscourseState State { get; init; }

    public required Domain.Persona Persona { get; init; }

    public required IReadOnlyList<Domain.Persona> Cast { get; init; }

    public required TopicMaterial Topic { get; init; }

    /// <summary>A word of the person answered, for <c>{word}</c>.</summary>
    public string? Word { get; init; }

    /// <summary>The room's topic as it stands in the settings.</summary>
    public required string Title { get; init; }

    /// <summary>Whether the topic is none of the material's, so that another must stand in for it.</summary>
    public bool IsStrange { get; init; }

    public string? Wish { get; init; }

    public required Dice Dice { get; init; }

    public string Me => Persona.Id.Value;

    /// <summary>The position the speaker takes in a topic.</summary>
    public Position Stance(TopicMaterial topic) => topic.PositionOf(Me);
}
