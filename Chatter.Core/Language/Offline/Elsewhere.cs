namespace Chatter.Core.Language.Offline;

/// <summary>What to say when a topic is worn out: its own parts longest unheard, then a neighbour's, so that nobody says a thing twice.</summary>
internal static class Elsewhere
{
    /// <summary>Parts tried a second time before the persona rather stays silent.</summary>
    private const int MostAgain = 40;

    public static IEnumerable<Plan> Plans(Scene scene)
    {
        var others = scene.Topic.Positions.SelectMany(p => p.Arguments).Where(a => Planner.IsFresh(scene, a, Facet.Says));
        foreach (var argument in others.OrderByDescending(a => scene.State.Age(a.KeyOf(Facet.Says))).Take(4))
            yield return Plan(Moves.Lend, argument, Facet.Says);

        var start = scene.Dice.Below(scene.Material.Topics.Count);
        for (var i = 0; i < scene.Material.Topics.Count; i++)
        {
            var topic = scene.Material.Topics[(start + i) % scene.Material.Topics.Count];
            if (ReferenceEquals(topic, scene.Topic))
                continue;
            foreach (var argument in scene.Stance(topic).Arguments)
            {
                if (Planner.IsFresh(scene, argument, Facet.Says))
                    yield return Plan(Moves.Bridge, argument, Facet.Says) with { TopicName = topic.Name };
            }
        }

        foreach (var plan in Again(scene))
            yield return plan;
    }

    /// <summary>What was said before, longest ago first: a frame not yet used with it makes it new.</summary>
    private static IEnumerable<Plan> Again(Scene scene)
    {
        var known = new List<(Argument Argument, Facet Facet, long Age)>();
        foreach (var argument in scene.Material.Topics.SelectMany(t => t.Positions).SelectMany(p => p.Arguments))
        {
            foreach (var facet in (Facet[])[Facet.Says, Facet.Why, Facet.Case])
            {
                if (argument.MaySay(facet, scene.Me))
                    known.Add((argument, facet, scene.State.Age(argument.KeyOf(facet))));
            }
        }

        foreach (var (argument, facet, _) in known.OrderByDescending(k => k.Age).Take(MostAgain))
        {
            yield return argument.Topic == scene.Topic.Id
                ? Plan(Moves.Claim, argument, facet)
                : Plan(Moves.Bridge, argument, facet) with { TopicName = scene.Material.TopicOf(argument).Name };
        }
    }

    private static Plan Plan(string move, Argument argument, Facet facet) =>
        new(move) { About = argument, Clause = (argument[facet], argument.KeyOf(facet)), Noun = argument.Name };
}
