using System.Text;
using Chatter.Core.Domain;

namespace Chatter.Core.Language.Offline;

/// <summary>A plan put into words, with the keys of all that went into them.</summary>
internal sealed record Phrase(string Text, IReadOnlyList<string> Used);

/// <summary>Puts a plan into words in the speaker's manner: a frame, its slots filled, its typing habits.</summary>
internal static class Phrasing
{
    /// <summary>Characters a line has at least and at most.</summary>
    public const int Shortest = 24;
    public const int Longest = 330;

    /// <summary>With a second thought a line stays below this.</summary>
    private const int LongestWithMore = 290;

    /// <summary>Runs of three words a line may share with one of the last lines; a noun phrase taken up again makes four or five.</summary>
    private const int MostAlike = 6;

    /// <summary>What is said alike by all comes after a persona's own frames.</summary>
    private const double HousePenalty = 1;

    /// <summary>How a person's name may be written into a line.</summary>
    private const int LongestName = 24;

    /// <summary>The first wording of the plan that was not said before, or null.</summary>
    public static Phrase? Say(Scene scene, Plan plan)
    {
        foreach (var (frame, key) in Frames(scene, plan))
        {
            foreach (var phrase in Wordings(scene, plan, frame, key))
            {
                if (phrase.Text.Length is >= Shortest and <= Longest && !scene.State.WasSaid(Wording.Sentences(phrase.Text))
                    && scene.State.Likeness(Wording.Threes(phrase.Text)) < MostAlike)
                    return phrase;
            }
        }

        return null;
    }

    /// <summary>The frames that fit, those longest unused first; a manner that likes names prefers frames that have one.</summary>
    private static IEnumerable<(string Frame, string Key)> Frames(Scene scene, Plan plan)
    {
        var wantsName = scene.Dice.Chance(scene.Persona.Manner.Names);
        var stands = (plan.Clause ?? plan.Question) is { } said && Clauses.StandAlone(said.Text);
        var fitting = new List<(string Frame, string Key, double Score)>();
        Gather(scene.Persona.Manner.Frames.GetValueOrDefault(plan.Move), scene.Me, 0);
        Gather(scene.Material.Frames.GetValueOrDefault(plan.Move), "house", HousePenalty);
        fitting.Sort((a, b) => b.Score.CompareTo(a.Score));
        foreach (var (frame, key, _) in fitting)
            yield return (frame, key);
        if (plan is { Clause: not null, Answers: null } && plan.Move is not (Moves.Open or Moves.First or Moves.Stray))
            yield return ("{C}.", $"{scene.Me}.plain");

        void Gather(IReadOnlyList<string>? frames, string owner, double penalty)
        {
            for (var i = 0; i < (frames?.Count ?? 0); i++)
            {
                var frame = frames![i];
                if (!Fits(frame, plan) || (stands && !Clauses.IsOpen(frame)))
                    continue;
                var key = $"{owner}.{plan.Move}#{i}";
                var rest = Math.Min(scene.State.Age(key), 600) / 600.0;
                var named = frame.Contains("{name}", StringComparison.Ordinal) == wantsName ? 0.35 : 0;
                fitting.Add((frame, key, rest + named + (scene.Dice.Next() * 0.3) - penalty));
            }
        }
    }

    private static bool Fits(string frame, Plan plan)
    {
        return Has("{c}", "{C}", plan.Clause is not null) && Has("{q}", "{Q}", plan.Question is not null)
            && Has("{np}", "{Np}", plan.Noun is not null) && Has("{np2}", "{Np2}", plan.OtherNoun is not null)
            && Has("{name}", "{name}", plan.To is { Name.Length: > 0 }) && Has("{other}", "{other}", plan.Other is not null)
            && Has("{word}", "{Word}", plan.Word is not null) && Has("{crux}", "{Crux}", plan.Crux is not null) && Has("{topic}", "{Topic}", plan.TopicName is not null);

        bool Has(string slot, string capital, bool given) =>
            given || !(frame.Contains(slot, StringComparison.Ordinal) || frame.Contains(capital, StringComparison.Ordinal));
    }

    /// <summary>The frame filled: with a second thought, with a catchphrase, and plain.</summary>
    private static IEnumerable<Phrase> Wordings(Scene scene, Plan plan, string frame, string key)
    {
        var manner = scene.Persona.Manner;
        var used = new List<string> { key };
        Add(plan.Clause);
        Add(plan.Question);
        Add(plan.Crux);
        var plain = Fill(scene, plan, frame);
        var typing = Typing.Of(manner);
        if (plan.More is { } more && scene.Dice.Chance(manner.Elaborates) && plain.Length + more.Text.Length < LongestWithMore)
            yield return new Phrase(Signed(typing.Type($"{Ended(plain, manner)} {Typing.Upper(more.Text.TrimEnd('!'))}.")), [.. used, more.Key]);

        var catchKey = $"{scene.Me}.catch";
        var rest = scene.State.Age(catchKey);
        if (manner.Catchphrases.Count > 0 && !plain.EndsWith('?') && plain.Length < 200 && rest > manner.CatchphraseEvery * scene.Cast.Count
            && scene.Dice.Chance(rest == long.MaxValue ? 0.06 : 0.3))
        {
            var phrase = manner.Catchphrases[scene.Dice.Below(manner.Catchphrases.Count)];
            yield return new Phrase(Signed(typing.Type($"{Ended(plain, manner)} {phrase}")), [.. used, catchKey]);
        }

        yield return new Phrase(Signed(typing.Type(plain)), used);

        void Add((string Text, string Key)? part)
        {
            if (part is { } given)
                used.Add(given.Key);
        }

        string Signed(string text) =>
            manner.Signs.Count > 0 && scene.Dice.Chance(manner.SignShare) ? $"{text} {manner.Signs[scene.Dice.Below(manner.Signs.Count)]}" : text;
    }

    /// <summary>A lower-case typist leaves stops out even between sentences; a line that goes on needs one.</summary>
    private static string Ended(string text, Manner manner) =>
        text.Length > 0 && (char.IsLetterOrDigit(text[^1]) || text[^1] is '"' or '\'') ? text + (manner.Lowercase ? "." : manner.Stop) : text;

    private static string Fill(Scene scene, Plan plan, string frame)
    {
        var manner = scene.Persona.Manner;
        var filled = new StringBuilder(frame.Replace(" – ", manner.Dash, StringComparison.Ordinal));
        var clause = (plan.Clause?.Text ?? "").TrimEnd('!');
        if (Hedge(scene, plan, frame, clause) is { } hedge)
            filled.Replace("{c}", $"{hedge} {{c}}");
        Put("c", clause);
        Put("q", plan.Question?.Text);
        Put("np", plan.Noun);
        Put("np2", plan.OtherNoun);
        Put("crux", plan.Crux?.Text);
        Put("topic", plan.TopicName);
        Put("title", plan.Title);
        Put("word", plan.Word);
        filled.Replace("{name}", plan.To is null ? "" : NameOf(scene, plan.To));
        filled.Replace("{other}", plan.Other is null ? "" : NameOf(scene, plan.Other));
        return filled.ToString();

        void Put(string slot, string? text)
        {
            if (text is null)
                return;
            filled.Replace("{" + slot + "}", text);
            filled.Replace("{" + char.ToUpperInvariant(slot[0]) + slot[1..] + "}", Typing.Upper(text));
        }
    }

    /// <summary>A softening word for a claim, now and then, where the frame has none already.</summary>
    private static string? Hedge(Scene scene, Plan plan, string frame, string clause)
    {
        var manner = scene.Persona.Manner;
        if (manner.Hedges.Count == 0 || plan.Move is not (Moves.Claim or Moves.Turn or Moves.Support or Moves.Answer)
            || Clauses.StandAlone(clause) || !scene.Dice.Chance(manner.HedgeShare))
            return null;
        var hedge = manner.Hedges[scene.Dice.Below(manner.Hedges.Count)];
        return frame.Contains("erhaps", StringComparison.Ordinal) || frame.Contains("seems", StringComparison.Ordinal)
            || frame.Contains(hedge, StringComparison.OrdinalIgnoreCase) ? null : hedge;
    }

    /// <summary>What the speaker calls somebody.</summary>
    private static string NameOf(Scene scene, Fact fact)
    {
        if (fact.Persona is null)
            return Tidy(fact.Name);
        if (scene.Persona.Manner.Calls.TryGetValue(fact.Persona, out var call))
            return call;
        foreach (var persona in scene.Cast)
        {
            if (persona.Id.Value == fact.Persona)
                return persona.Name.Contains(' ') && persona.Aliases.Count > 0 ? persona.Aliases[0] : persona.Name;
        }

        return Tidy(fact.Name);
    }

    /// <summary>A person chose this name; only letters, digits and simple marks of it go into a line.</summary>
    private static string Tidy(string name)
    {
        var tidy = new string([.. name.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '\'')]).Trim();
        return tidy.Length is 0 or > LongestName ? "friend" : tidy;
    }
}
