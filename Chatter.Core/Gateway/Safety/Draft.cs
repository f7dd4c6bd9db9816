namespace Chatter.Core.Gateway.Safety;

/// <summary>A line on its way through the rules: its words so far and what was done to them.</summary>
internal struct Draft(string text)
{
    private List<string>? _rules;
    private List<string>? _flags;
    private bool _dropped;

    public string Text { get; private set; } = text;

    public readonly bool IsDropped => _dropped;

    /// <summary>Takes the new words; a rule that changed nothing has not acted.</summary>
    public void Become(string text, string rule)
    {
        if (text == Text)
            return;
        Text = text;
        Acted(rule);
    }

    /// <summary>Takes words that several rules changed in one walk; each is named by a call of its own.</summary>
    public void Became(string text, string rule)
    {
        Text = text;
        Acted(rule);
    }

    public void Drop(string rule)
    {
        _dropped = true;
        Text = "";
        _rules?.Remove(rule);
        (_rules ??= []).Add(rule);
    }

    public void Flag(string flag)
    {
        if (_flags is null || !_flags.Contains(flag))
            (_flags ??= []).Add(flag);
    }

    public readonly Verdict Judge(string original) => new(
        _dropped ? Outcome.Dropped : Text == original ? Outcome.Pass : Outcome.Sanitised,
        Text,
        _dropped || Text != original ? (IReadOnlyList<string>?)_rules ?? [] : [],
        _dropped ? [] : (IReadOnlyList<string>?)_flags ?? []);

    private void Acted(string rule)
    {
        if (_rules is null || !_rules.Contains(rule))
            (_rules ??= []).Add(rule);
    }
}
