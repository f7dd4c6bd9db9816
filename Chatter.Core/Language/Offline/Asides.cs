namespace Chatter.Core.Language.Offline;

/// <summary>What a talk does besides arguing: a joke now and then, and coming back to something said long ago.</summary>
internal static class Asides
{
    private const int QuipsApart = 8;
    private const int RecallsApart = 12;

    /// <summary>What is called back was said at least this many messages ago.</summary>
    public const int LongAgo = 20;

    private const int TooLongAgo = 400;

    public static IEnumerable<Plan> Quips(Scene scene, TalkThread? thread)
    {
        if (Lately(scene.State, QuipsApart, Moves.Quip, Moves.Joke) || thread is null || scene.State[0].Asks)
            yield break;
        if (thread.Argument.Topic == scene.Topic.Id)
        {
            var joke = Planner.Freshest(scene, scene.Topic.Quips, "quip").First();
            if (scene.State.Age(joke.Key) > Planner.Rest * 2)
                yield return new Plan(Moves.Joke) { Clause = joke };
        }

        yield return new Plan(Moves.Quip) { Noun = thread.Argument.Name, To = thread.Last };
    }

    public static IEnumerable<Plan> Recalls(Scene scene, TalkThread? thread)
    {
        if (Lately(scene.State, RecallsApart, Moves.Recall, Moves.Echo) || scene.State.Count <= LongAgo)
            yield break;
        var from = LongAgo + scene.Dice.Below(Math.Min(TooLongAgo, scene.State.Count) - LongAgo);
        for (var back = from; back >= LongAgo; back--)
        {
            var fact = scene.State[back];
            if (fact.Persona is null || fact.Persona == scene.Me || scene.Material.FindArgument(fact.Argument) is not { } argument
                || argument.Key == thread?.Argument.Key || !fact.Has(argument.KeyOf(Facet.Says)))
                continue;
            if (argument.Topic == scene.Topic.Id && Return(scene, argument, fact) is { } plan)
            {
                yield return plan;
                yield break;
            }

            if (argument.Topic != scene.Topic.Id && Compare(scene, argument, fact) is { } echo)
            {
                yield return echo;
                yield break;
            }
        }
    }

    /// <summary>Back to an argument of this topic with a part of it that was not heard lately.</summary>
    private static Plan? Return(Scene scene, Argument argument, Fact fact)
    {
        var holds = scene.Stance(scene.Topic).Number == argument.Position;
        foreach (var facet in holds ? (Facet[])[Facet.Case, Facet.Why] : [Facet.But, Facet.Case])
        {
            if (Planner.IsFresh(scene, argument, facet))
            {
                return new Plan(Moves.Recall)
                {
                    About = argument,
                    Clause = (argument[facet], argument.KeyOf(facet)),
                    Noun = argument.Name,
                    To = fact,
                    Replies = true,
                };
            }
        }

        return null;
    }

    /// <summary>From an argument of another topic to one of this that is its kin.</summary>
    private static Plan? Compare(Scene scene, Argument argument, Fact fact)
    {
        foreach (var kin in scene.Material.Index.KinOf(argument))
        {
            if (kin.Topic == scene.Topic.Id && kin.Position == scene.Stance(scene.Topic).Number && Planner.IsFresh(scene, kin, Facet.Says))
            {
                return new Plan(Moves.Echo)
                {
                    About = kin,
                    Clause = (kin[Facet.Says], kin.KeyOf(Facet.Says)),
                    Noun = argument.Name,
                    To = fact,
                    TopicName = scene.Material.TopicOf(argument).Name,
                    Replies = true,
                };
            }
        }

        return null;
    }

    private static bool Lately(DiscourseState state, int within, string move, string other)
    {
        for (var back = 0; back < Math.Min(within, state.Count); back++)
        {
            if (state[back].Move == move || state[back].Move == other)
                return true;
        }

        return false;
    }
}
