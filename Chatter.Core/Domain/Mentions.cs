namespace Chatter.Core.Domain;

/// <summary>Finds which personas a line names.</summary>
public static class Mentions
{
    /// <summary>
    /// The ids of those named, in the order of the cast: by <c>@name</c> in any case, or by a name or alias as a whole
    /// word written with its own capitals. Common words in lower case are therefore nobody's name.
    /// </summary>
    public static IReadOnlyList<string> Find(string text, IReadOnlyList<Persona> cast)
    {
        List<string>? found = null;
        foreach (var persona in cast)
        {
            if (Names(text, persona.Name) || persona.Aliases.Any(alias => Names(text, alias)))
                (found ??= []).Add(persona.Id.Value);
        }

        return found ?? (IReadOnlyList<string>)[];
    }

    private static bool Names(string text, string name)
    {
        if (name.Length == 0)
            return false;
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
             at >= 0;
             at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            var whole = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            var called = at > 0 && text[at - 1] == '@';
            if (whole && (called || (char.IsUpper(name[0]) && text.AsSpan(at, name.Length).SequenceEqual(name))))
                return true;
        }

        return false;
    }
}
