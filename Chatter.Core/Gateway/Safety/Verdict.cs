namespace Chatter.Core.Gateway.Safety;

/// <summary>What the door decided about a line.</summary>
public enum Outcome
{
    /// <summary>Said as it came.</summary>
    Pass,

    /// <summary>Said, with something changed.</summary>
    Sanitised,

    /// <summary>Not said.</summary>
    Dropped,
}

/// <summary>The door's answer to one line: what became of it, the words that may be said, and why.</summary>
/// <param name="Outcome">Pass means the text is the very text that came.</param>
/// <param name="Text">One clean line; empty if dropped.</param>
/// <param name="Rules">Names from <see cref="RuleNames"/> (and of the redaction list) that acted, in order; the last one is why a line was dropped.</param>
/// <param name="Flags">What readers and moderators should know of a line that was said, such as <c>link</c> or <c>email</c>.</param>
public sealed record Verdict(Outcome Outcome, string Text, IReadOnlyList<string> Rules, IReadOnlyList<string> Flags);

/// <summary>The names the door's own rules are counted and shown under; redactions are named in their list.</summary>
public static class RuleNames
{
    /// <summary>Letters were put into their composed form.</summary>
    public const string Unicode = "unicode";

    /// <summary>Control, direction-changing, zero-width or broken characters were taken out.</summary>
    public const string Characters = "characters";

    /// <summary>Combining marks beyond the cap were taken out.</summary>
    public const string Marks = "marks";

    /// <summary>Line breaks and runs of blanks became one blank, or the ends were trimmed.</summary>
    public const string Space = "space";

    public const string Length = "length";

    public const string Link = "link";

    public const string LinkRisk = "link-risk";

    public const string Mention = "mention";

    public const string Masked = "masked";

    public const string Blocked = "blocked";

    /// <summary>The speaker said nearly the same a moment ago.</summary>
    public const string Repeat = "repeat";

    public const string Empty = "empty";

    /// <summary>A pattern took longer than it may.</summary>
    public const string Timeout = "timeout";

    /// <summary>Every round of the rules found something new to change: a line made to defeat them.</summary>
    public const string Unsettled = "unsettled";
}
