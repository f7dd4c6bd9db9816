using Chatter.Core.Domain;

namespace Chatter.Core.Language.Offline;

/// <summary>What is wanted of the composer: a line for this speaker, here and now.</summary>
public sealed record Cue
{
    /// <summary>The room's <see cref="RoomCard.Key"/>: part of the seed, so that two rooms never run alike.</summary>
    public required string Room { get; init; }

    public required Persona Persona { get; init; }

    public required IReadOnlyList<Persona> Cast { get; init; }

    /// <summary>The topic's title as it stands in the room's settings.</summary>
    public required string Topic { get; init; }

    /// <summary>What an admin wants spoken of, if anything.</summary>
    public string? Wish { get; init; }

    public ulong Seed { get; init; }
}

/// <summary>Writes the next line from what was said and what there is to say: no clock, no files, the same for the same seed.</summary>
public sealed class OfflineComposer(Material material)
{
    public const string ModelName = "offline-voice";

    /// <summary>Plans tried for one line before the persona stays silent.</summary>
    private const int MostTries = 160;

    /// <summary>The line; its text is empty if there is nothing left to say that was not said.</summary>
    public Draft Compose(DiscourseState state, Cue cue)
    {
        var scene = Prepare(state, cue);
        var tries = 0;
        foreach (var plan in Planner.Plans(scene))
        {
            if (Phrasing.Say(scene, plan) is { } phrase)
                return Finish(state, plan, phrase);
            if (++tries >= MostTries)
                break;
        }

        return new Draft("") { Model = ModelName };
    }

    private Scene Prepare(DiscourseState state, Cue cue)
    {
        var known = material.FindTopic(cue.Topic);
        return new Scene
        {
            Material = material,
            State = state,
            Persona = cue.Persona,
            Cast = cue.Cast,
            Topic = known ?? material.Topics[(int)(Dice.Hash(cue.Topic) % (ulong)material.Topics.Count)],
            Title = cue.Topic,
            IsStrange = known is null,
            Wish = cue.Wish,
            Dice = new Dice(Dice.Hash(cue.Room, cue.Persona.Id.Value) ^ Dice.Mix((ulong)state.Seq + 1) ^ Dice.Mix(~cue.Seed)),
        };
    }

    private static Draft Finish(DiscourseState state, Plan plan, Phrase phrase)
    {
        var trace = new Dictionary<string, string>
        {
            [Traces.Move] = plan.Move,
            [Traces.Used] = string.Join('|', phrase.Used),
        };
        if (plan.About is { } argument)
            trace[Traces.Argument] = argument.Key;
        if (plan.Asks)
            trace[Traces.Asks] = "1";
        if (plan.Answers is { } question)
            trace[Traces.Answers] = question.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new Draft(phrase.Text) { Model = ModelName, ReplyTo = Marked(state, plan), Trace = trace };
    }

    /// <summary>A line that hangs on the one just before it needs no mark, unless a person said that one.</summary>
    private static long? Marked(DiscourseState state, Plan plan) =>
        plan is { Replies: true, To: { } to } && (to.ByPerson || to.Seq != state[0].Seq) ? to.Seq : null;
}
