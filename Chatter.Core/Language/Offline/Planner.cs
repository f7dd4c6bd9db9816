namespace Chatter.Core.Language.Offline;

/// <summary>Chooses what a line should do: the plans that fit the moment, the best first.</summary>
internal static class Planner
{
    /// <summary>Material is left alone for this many events after its use, while there is other.</summary>
    public const long Rest = 300;

    /// <summary>Turns after which threads are pulled together at the latest.</summary>
    private const int LongestApart = 12;

    private const int MostChallenges = 3;

    /// <summary>Every plan worth trying, in the order they should be tried.</summary>
    public static IEnumerable<Plan> Plans(Scene scene)
    {
        foreach (var plan in Duties(scene))
            yield return plan;

        var open = new List<(Plan Plan, double Weight)>();
        foreach (var (plan, weight) in Moments(scene))
        {
            if (weight > 0)
                open.Add((plan, weight * Math.Max(0, scene.Persona.Manner.Moves.GetValueOrDefault(plan.Move, 1))));
        }

        while (open.Count > 0)
        {
            var draw = scene.Dice.Next() * open.Sum(o => o.Weight);
            var at = 0;
            while (at < open.Count - 1 && (draw -= open[at].Weight) >= 0)
                at++;
            yield return open[at].Plan;
            open.RemoveAt(at);
        }

        foreach (var plan in Elsewhere.Plans(scene))
            yield return plan;
    }

    /// <summary>What cannot wait: a person, a question, a new topic, the sum of a long talk.</summary>
    private static IEnumerable<Plan> Duties(Scene scene)
    {
        if (scene.Wish is not null)
        {
            foreach (var plan in People.Wished(scene, scene.Wish))
                yield return plan;
        }

        if (People.Waiting(scene) is { } person)
        {
            foreach (var plan in People.Answers(scene, person))
                yield return plan;
        }

        if (OpenQuestion(scene) is { } question)
        {
            foreach (var plan in Answers(scene, question))
                yield return plan;
        }

        if (IsNew(scene))
        {
            foreach (var angle in Freshest(scene, scene.Topic.Angles, "angle"))
                yield return new Plan(Opening(scene)) { TopicName = scene.Topic.Name, Title = scene.Title, Clause = angle };
        }
        else if (SinceDraw(scene.State) >= LongestApart)
        {
            foreach (var plan in Draws(scene))
                yield return plan;
        }
    }

    /// <summary>What the moment allows, with how much it asks for it.</summary>
    private static IEnumerable<(Plan Plan, double Weight)> Moments(Scene scene)
    {
        var thread = TalkThread.Find(scene.Material, scene.State);
        foreach (var moment in thread is null ? [] : InThread(scene, thread))
            yield return moment;
        foreach (var moment in Onward(scene, thread))
            yield return moment;

        var sinceDraw = SinceDraw(scene.State);
        if (sinceDraw >= 8)
        {
            foreach (var plan in Draws(scene).Take(2))
                yield return (plan, 0.5 * (sinceDraw - 7));
        }

        foreach (var plan in Asides.Quips(scene, thread))
            yield return (plan, 0.3);
        foreach (var plan in Asides.Recalls(scene, thread))
            yield return (plan, 0.35);
    }

    private static IEnumerable<(Plan Plan, double Weight)> InThread(Scene scene, TalkThread thread)
    {
        var argument = thread.Argument;
        var last = thread.Last;
        var holds = scene.Stance(scene.Material.TopicOf(argument)).Number == argument.Position;
        var mine = last.Persona == scene.Me;
        Plan About(string move, Facet facet, Fact to) => new(move)
        {
            About = argument,
            Clause = (argument[facet], argument.KeyOf(facet)),
            Noun = argument.Name,
            To = to,
            Replies = move is Moves.Challenge or Moves.Reply,
        };

        if (thread.By(Facet.But) is { } blow && !thread.Has(Facet.Yet) && IsFresh(scene, argument, Facet.Yet) && blow.Persona != scene.Me)
        {
            yield return (About(holds ? Moves.Reply : Moves.Defend, Facet.Yet, blow), holds ? 7 : 2.2);
        }

        if (!holds && !mine && !thread.Has(Facet.But) && IsFresh(scene, argument, Facet.But) && ChallengesInARow(scene.State) < MostChallenges)
            yield return (About(Moves.Challenge, Facet.But, last), thread.Length >= 2 ? 4 : 2.6);

        if (!mine && !thread.Has(Facet.But))
        {
            var isBare = !thread.Has(Facet.Why) && !thread.Has(Facet.Ask) && IsFresh(scene, argument, Facet.Why);
            if (isBare && !holds && IsFresh(scene, argument, Facet.Ask) && !AskedLately(scene.State))
            {
                yield return (new Plan(Moves.Ask)
                {
                    About = argument,
                    Question = (argument[Facet.Ask], argument.KeyOf(Facet.Ask)),
                    Noun = argument.Name,
                    To = last,
                    Asks = true,
                    Replies = true,
                }, 1.5);
            }

            if (isBare)
                yield return (About(Moves.Support, Facet.Why, last), holds ? 2.6 : 0.5);
            if (!thread.Has(Facet.Case) && IsFresh(scene, argument, Facet.Case))
                yield return (About(Moves.Example, Facet.Case, last), holds ? 2.2 : 0.9);
        }

        if (thread.Has(Facet.Yet) && !mine && !thread.Has(Facet.Case) && IsFresh(scene, argument, Facet.Case))
            yield return (About(Moves.Example, Facet.Case, last), 0.8);
    }

    /// <summary>The speaker's own next argument, put so that it leaves, grants or carries on what was there.</summary>
    private static IEnumerable<(Plan Plan, double Weight)> Onward(Scene scene, TalkThread? thread)
    {
        var stance = scene.Stance(scene.Topic);
        var ours = stance.Arguments.Where(a => a.Key != thread?.Argument.Key && IsFresh(scene, a, Facet.Says)).ToList();
        if (ours.Count == 0)
            yield break;

        var (one, other) = (ours[scene.Dice.Below(ours.Count)], ours[scene.Dice.Below(ours.Count)]);
        var next = scene.State.Age(one.KeyOf(Facet.Says)) >= scene.State.Age(other.KeyOf(Facet.Says)) ? one : other;
        var plan = new Plan(Moves.Claim)
        {
            About = next,
            Clause = (next[Facet.Says], next.KeyOf(Facet.Says)),
            More = IsFresh(scene, next, Facet.Why) ? (next[Facet.Why], next.KeyOf(Facet.Why)) : null,
        };
        if (thread is null)
        {
            yield return (plan, 4);
            yield break;
        }

        var holds = thread.Argument.Topic == scene.Topic.Id && stance.Number == thread.Argument.Position;
        var mine = thread.Last.Persona == scene.Me;
        var isSpent = thread.Has(Facet.Yet) || thread.Length >= 4;
        var withNoun = plan with { Noun = thread.Argument.Name };
        yield return (withNoun with { Move = Moves.Turn }, (isSpent ? 2.2 : 0.25) + (0.15 * thread.Length));
        if (holds && !mine && thread.LastFacet is Facet.Says or Facet.Why or Facet.Case or Facet.Yet)
            yield return (withNoun with { Move = Moves.Build, To = thread.Last }, isSpent ? 2.4 : 0.7);
        if (!holds && !mine && thread.LastFacet is not (Facet.But or Facet.Ask))
        {
            var wasMine = thread.By(Facet.But)?.Persona == scene.Me && thread.Has(Facet.Yet);
            yield return (withNoun with { Move = Moves.Concede, To = thread.Last, Replies = wasMine }, wasMine ? 4 : isSpent ? 1.4 : 0.5);
        }
    }

    private static IEnumerable<Plan> Draws(Scene scene)
    {
        Fact? first = null;
        Argument? firstArgument = null;
        for (var back = 0; back < Math.Min(16, scene.State.Count); back++)
        {
            var fact = scene.State[back];
            if (fact.Move is Moves.Open or Moves.First or Moves.Stray)
                break;
            if (fact.Persona is null || fact.Persona == scene.Me || scene.Material.FindArgument(fact.Argument) is not { } argument
                || argument.Topic != scene.Topic.Id || !Advances(scene.Topic, fact, argument))
                continue;
            if (first is null || firstArgument is null)
            {
                (first, firstArgument) = (fact, argument);
                continue;
            }

            if (fact.Persona == first.Persona || argument.Position == firstArgument.Position)
                continue;
            foreach (var crux in Freshest(scene, scene.Topic.Cruxes, "crux"))
            {
                yield return new Plan(Moves.Draw)
                {
                    To = fact,
                    Other = first,
                    Noun = argument.Name,
                    OtherNoun = firstArgument.Name,
                    Crux = crux,
                    TopicName = scene.Topic.Name,
                };
            }

            yield break;
        }
    }

    private static IEnumerable<Plan> Answers(Scene scene, Fact question)
    {
        var asked = scene.Material.FindArgument(question.Argument) ?? scene.Material.Index.Hear(question.Text).Argument;
        if (asked is not null)
        {
            foreach (var facet in (Facet[])[Facet.Why, Facet.Case, Facet.Yet])
            {
                if (IsFresh(scene, asked, facet))
                    yield return Answer(asked, facet);
            }
        }

        foreach (var hold in Freshest(scene, scene.Stance(scene.Topic).Hold, "hold" + scene.Stance(scene.Topic).Number))
            yield return new Plan(Moves.Answer) { Clause = hold, To = question, Answers = question, Replies = true };
        foreach (var ours in scene.Stance(scene.Topic).Arguments)
        {
            if (IsFresh(scene, ours, Facet.Says))
                yield return Answer(ours, Facet.Says);
        }

        Plan Answer(Argument argument, Facet facet) => new(Moves.Answer)
        {
            About = argument,
            Clause = (argument[facet], argument.KeyOf(facet)),
            Noun = argument.Name,
            To = question,
            Answers = question,
            Replies = true,
        };
    }

    /// <summary>The last question a persona left for others, if nobody has answered it and it is at most two turns old.</summary>
    private static Fact? OpenQuestion(Scene scene)
    {
        for (var back = 0; back < Math.Min(3, scene.State.Count); back++)
        {
            var fact = scene.State[back];
            if (fact.Asks && fact.Persona is not null)
                return fact.Persona == scene.Me || IsAnswered(scene.State, fact, back) ? null : fact;
        }

        return null;
    }

    private static bool IsAnswered(DiscourseState state, Fact question, int back)
    {
        for (var later = 0; later < back; later++)
        {
            if (state[later].Answers == question.Seq)
                return true;
        }

        return false;
    }

    private static string Opening(Scene scene) =>
        scene.IsStrange ? Moves.Stray : LastTopic(scene) is null ? Moves.First : Moves.Open;

    private static bool IsNew(Scene scene) => LastTopic(scene) is not { } last || !string.Equals(last, scene.Title, StringComparison.Ordinal);

    /// <summary>The topic personas last spoke under, by its title; null if they have not spoken lately.</summary>
    private static string? LastTopic(Scene scene)
    {
        for (var back = 0; back < Math.Min(12, scene.State.Count); back++)
        {
            var fact = scene.State[back];
            if (fact.Persona is not null && fact.Topic.Length > 0 && fact.Answers == 0)
                return fact.Topic;
        }

        return null;
    }

    private static int SinceDraw(DiscourseState state)
    {
        for (var back = 0; back < Math.Min(40, state.Count); back++)
        {
            if (state[back].Move is Moves.Draw or Moves.Open or Moves.First or Moves.Stray)
                return back;
        }

        return Math.Min(40, state.Count);
    }

    private static int ChallengesInARow(DiscourseState state)
    {
        var challenges = 0;
        while (challenges < state.Count && state[challenges].Move == Moves.Challenge)
            challenges++;
        return challenges;
    }

    private static bool AskedLately(DiscourseState state)
    {
        for (var back = 0; back < Math.Min(3, state.Count); back++)
        {
            if (state[back].Asks)
                return true;
        }

        return false;
    }

    /// <summary>Whether this line speaks for the argument, and out of its speaker's own conviction.</summary>
    private static bool Advances(TopicMaterial topic, Fact fact, Argument argument) =>
        topic.PositionOf(fact.Persona!).Number == argument.Position
        && (fact.Has(argument.KeyOf(Facet.Says)) || fact.Has(argument.KeyOf(Facet.Why))
            || fact.Has(argument.KeyOf(Facet.Case)) || fact.Has(argument.KeyOf(Facet.Yet)));

    /// <summary>Whether the speaker may say this part, and nobody has said it lately.</summary>
    public static bool IsFresh(Scene scene, Argument argument, Facet facet) =>
        argument.MaySay(facet, scene.Me) && scene.State.Age(argument.KeyOf(facet)) > Rest;

    /// <summary>Texts of a list with their keys, those longest unused first and among equals by chance.</summary>
    public static IEnumerable<(string Text, string Key)> Freshest(Scene scene, IReadOnlyList<string> texts, string kind)
    {
        var start = scene.Dice.Below(texts.Count);
        return Enumerable.Range(0, texts.Count)
            .Select(i => (start + i) % texts.Count)
            .Select(i => (Text: texts[i], Key: $"{scene.Topic.Id}:{kind}{i}"))
            .OrderByDescending(t => scene.State.Age(t.Key));
    }
}
