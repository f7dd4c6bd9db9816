using System.Text.RegularExpressions;
using Chatter.Core.Domain;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Safety at the door: what may be said, and in which form. Pure and safe for any number of threads; an ordinary line costs a few microseconds.</summary>
/// <remarks>A sanitised text is at rest: checked again, it passes as it is.</remarks>
public sealed class SafetyRules(SafetyLists lists, SafetyLimits? limits = null)
{
    /// <summary>Rounds until a changed line must have come to rest; honest lines need two or three.</summary>
    private const int MostRounds = 8;

    private readonly SafetyLimits _limits = limits ?? new();
    private readonly Redaction _redaction = new(lists.Redaction);
    private readonly Links _links = new(lists.Links);
    private readonly Mentions _mentions = new(lists.Mentions);
    private readonly Blocklist _blocklist = new(lists.Blocklist);

    /// <summary>Reads the lists from <c>{contentRoot}/moderation</c>.</summary>
    /// <exception cref="SafetyListException">A list is missing or wrong; names the file, the entry and the reason.</exception>
    public static SafetyRules Load(string contentRoot, SafetyLimits? limits = null) => new(SafetyLists.Read(contentRoot), limits);

    /// <summary>Judges a line. Never throws, whatever the text holds.</summary>
    public Verdict Check(in Utterance said)
    {
        var draft = new Draft(said.Text);
        LengthLimit.ApplyRoughly(ref draft);
        try
        {
            Settle(ref draft, said);
        }
        catch (RegexMatchTimeoutException)
        {
            draft.Drop(RuleNames.Timeout);
        }

        if (!draft.IsDropped && draft.Text.Length == 0)
            draft.Drop(RuleNames.Empty);
        if (!draft.IsDropped && RecentLines.Repeats(draft.Text, said.Recent))
            draft.Drop(RuleNames.Repeat);
        return draft.Judge(said.Text);
    }

    /// <summary>What one rule changes, another may have to look at again (a cut makes new words, a hidden sign hid a link): rounds, until nothing changes.</summary>
    private void Settle(ref Draft draft, in Utterance said)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var before = draft.Text;
            Round(ref draft, said);
            if (draft.IsDropped || ReferenceEquals(before, draft.Text) || before == draft.Text)
                return;
        }

        draft.Drop(RuleNames.Unsettled);
    }

    private void Round(ref Draft draft, in Utterance said)
    {
        var isPersona = said.Kind is AuthorKind.Persona;
        var (graphemes, bytes) = _limits.For(said);
        CleanText.Apply(ref draft, _limits.MarksPerBase);
        _redaction.Apply(ref draft, insideLinks: true);
        _links.Apply(ref draft, allowed: !isPersona);
        _redaction.Apply(ref draft, insideLinks: false);
        _mentions.Apply(ref draft, said.Names, onlyNames: isPersona);
        LengthLimit.Apply(ref draft, graphemes, bytes);
        _blocklist.Apply(ref draft, said.Names);
    }
}
