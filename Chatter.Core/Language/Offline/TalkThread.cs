namespace Chatter.Core.Language.Offline;

/// <summary>The argument under discussion: who brought which part of it in the last lines.</summary>
internal sealed class TalkThread
{
    /// <summary>A line this far back still holds the thread, if what came since was an aside.</summary>
    private const int Aside = 3;

    /// <summary>How far back a part of the argument counts as said in this talk.</summary>
    private const int Visit = 18;

    private readonly Dictionary<Facet, Fact> _said = [];

    private TalkThread(Argument argument, Fact last) => (Argument, Last) = (argument, last);

    public Argument Argument { get; }

    /// <summary>The last line about it.</summary>
    public Fact Last { get; }

    /// <summary>How many lines it has lasted.</summary>
    public int Length { get; private set; }

    public bool Has(Facet facet) => _said.ContainsKey(facet);

    public Fact? By(Facet facet) => _said.GetValueOrDefault(facet);

    /// <summary>The part said last.</summary>
    public Facet LastFacet { get; private set; } = Facet.Says;

    /// <summary>The thread of the last lines, or null when the talk stands at no argument.</summary>
    public static TalkThread? Find(Material material, DiscourseState state)
    {
        for (var back = 0; back < Math.Min(Aside, state.Count); back++)
        {
            var fact = state[back];
            if (fact.Move is Moves.Open or Moves.First or Moves.Stray)
                return null;
            if (fact.Persona is not null && material.FindArgument(fact.Argument) is { } argument)
                return Gather(new TalkThread(argument, fact), state);
        }

        return null;
    }

    private static TalkThread Gather(TalkThread thread, DiscourseState state)
    {
        for (var back = 0; back < Math.Min(Visit, state.Count); back++)
        {
            var fact = state[back];
            if (fact.Argument != thread.Argument.Key)
                continue;
            thread.Length++;
            for (var facet = Facet.Yet; facet >= Facet.Says; facet--)
            {
                if (!fact.Has(thread.Argument.KeyOf(facet)))
                    continue;
                if (ReferenceEquals(fact, thread.Last) && !thread._said.ContainsKey(thread.LastFacet))
                    thread.LastFacet = facet;
                thread._said.TryAdd(facet, fact);
            }
        }

        return thread;
    }
}
