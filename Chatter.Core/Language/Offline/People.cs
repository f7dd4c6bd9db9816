using Chatter.Core.Domain;

namespace Chatter.Core.Language.Offline;

/// <summary>Answers to people: what they asked or claimed, from the material where there is something, else in character.</summary>
internal static class People
{
    /// <summary>A person's line is answered while it is among the last so many.</summary>
    private const int Patience = 12;

    private static readonly string[] Greetings = ["hello", "hi", "hey", "hiya", "howdy", "greetings", "morning", "evening", "yo", "hallo", "ciao", "bonjour", "sup"];
    private static readonly string[] Thanking = ["thanks", "thank", "thx", "cheers", "ty"];
    private static readonly string[] Leaving = ["bye", "goodbye", "goodnight", "cya", "farewell"];
    private static readonly string[] Machines = ["bot", "bots", "ai", "ais", "human", "robot", "robots", "chatgpt", "gpt", "llm", "program", "model", "real"];
    private static readonly string[] Prices = ["price", "prices", "worth", "pump", "dump", "moon", "buy", "sell", "invest", "investing", "bullish", "bearish", "forecast", "prediction", "predict", "ath"];

    /// <summary>Words that ask about now or later, which no prepared material knows.</summary>
    private static readonly string[] Timely = ["should", "will", "going", "gonna", "today", "tomorrow", "now", "soon", "next", "predict", "prediction", "forecast"];

    /// <summary>The person whose line this speaker should answer now, or null: whoever named the speaker first, else whoever has waited longest.</summary>
    public static Fact? Waiting(Scene scene)
    {
        Fact? waiting = null;
        for (var back = Math.Min(Patience, scene.State.Count) - 1; back >= 0; back--)
        {
            var fact = scene.State[back];
            if (!fact.ByPerson || fact.Text.Length == 0)
                continue;
            var namesMe = fact.Mentions.Contains(scene.Me);
            var namesOthers = fact.Mentions.Count > 0 && !namesMe && back < 2;
            if (IsAnswered(scene, fact, back, namesMe) || namesOthers)
                continue;
            if (namesMe)
                return fact;
            waiting ??= fact;
        }

        return waiting;
    }

    public static IEnumerable<Plan> Answers(Scene scene, Fact person)
    {
        var words = Wording.Words(person.Text).ToHashSet();
        var heard = scene.Material.Index.Hear(person.Text);
        var isQuestion = person.Text.Contains('?', StringComparison.Ordinal) || StartsLikeAQuestion(person.Text);
        var basis = new Plan(Moves.Reflect) { To = person, Answers = person, Replies = true, TopicName = scene.Topic.Name, Word = Salient(person.Text) };
        if (words.Overlaps(Machines) && (words.Contains("you") || words.Contains("u") || words.Contains("this") || words.Contains("y'all")) && words.Count < 14)
            yield return basis with { Move = Moves.Self };
        if (scene.Material.Frames.ContainsKey(Moves.Advice) && words.Overlaps(Prices) && (heard.Argument is null || words.Overlaps(Timely)))
            yield return basis with { Move = Moves.Advice, TopicName = heard.Topic?.Name ?? scene.Topic.Name };
        if (words.Count < 9 && !isQuestion)
        {
            if (words.Overlaps(Thanking))
                yield return basis with { Move = Moves.Thanks };
            if (words.Overlaps(Leaving))
                yield return basis with { Move = Moves.Farewell };
        }

        if (words.Overlaps(Greetings) && words.Count < 9 && heard.Topic is null)
            yield return basis with { Move = Moves.Greet };

        foreach (var plan in FromMaterial(scene, heard, isQuestion))
        {
            yield return plan with { To = person, Answers = person, Replies = true, TopicName = (heard.Topic ?? scene.Topic).Name };
        }

        yield return basis;
    }

    /// <summary>A line about what an admin wished for.</summary>
    public static IEnumerable<Plan> Wished(Scene scene, string wish)
    {
        foreach (var plan in FromMaterial(scene, scene.Material.Index.Hear(wish), isQuestion: true))
            yield return plan with { Move = plan.About is null ? Moves.Answer : Moves.Claim };
        yield return new Plan(Moves.Wish) { TopicName = scene.Topic.Name };
    }

    private static IEnumerable<Plan> FromMaterial(Scene scene, Heard heard, bool isQuestion)
    {
        if (heard.Topic is not { } topic)
            yield break;
        var stance = scene.Stance(topic);
        if (heard.Argument is { } near)
        {
            var holds = near.Position == stance.Number;
            var order = isQuestion
                ? holds ? (Facet[])[Facet.Says, Facet.Why, Facet.Case, Facet.Yet] : [Facet.Says, Facet.Why, Facet.Case, Facet.But]
                : holds ? [Facet.Why, Facet.Case, Facet.Says, Facet.Yet] : [Facet.But, Facet.Case, Facet.Says];
            foreach (var facet in order)
            {
                if (Planner.IsFresh(scene, near, facet))
                    yield return About(near, facet, !isQuestion && facet == Facet.But ? Moves.Counter : Moves.Person);
            }
        }

        foreach (var argument in stance.Arguments.OrderByDescending(a => scene.State.Age(a.KeyOf(Facet.Says))))
        {
            if (Planner.IsFresh(scene, argument, Facet.Says))
                yield return About(argument, Facet.Says, Moves.Person);
        }

        foreach (var argument in topic.Positions.SelectMany(p => p.Arguments))
        {
            foreach (var facet in (Facet[])[Facet.Case, Facet.Why])
            {
                if (Planner.IsFresh(scene, argument, facet))
                    yield return About(argument, facet, Moves.Person);
            }
        }

        static Plan About(Argument argument, Facet facet, string move) =>
            new(move) { About = argument, Clause = (argument[facet], argument.KeyOf(facet)), Noun = argument.Name };
    }

    private static bool IsAnswered(Scene scene, Fact person, int back, bool namesMe)
    {
        for (var later = 0; later < back; later++)
        {
            if (scene.State[later].Answers == person.Seq && (!namesMe || scene.State[later].Persona == scene.Me))
                return true;
        }

        return false;
    }

    /// <summary>The longest plain word of a line, to hand back: what the person probably means it to be about.</summary>
    private static string? Salient(string text) =>
        Wording.Words(text).Where(w => w.Length is >= 4 and <= 18 && w.All(char.IsAsciiLetter) && !WordIndex.IsCommon(w)).MaxBy(w => w.Length);

    private static bool StartsLikeAQuestion(string text) =>
        Wording.Words(text).FirstOrDefault() is "why" or "how" or "what" or "who" or "when" or "where" or "is" or "are" or "do" or "does" or "can"
            or "could" or "should" or "would" or "which";
}
