using System.Text.RegularExpressions;

namespace Chatter.Core.Language.Offline;

/// <summary>Which clauses can follow "that" or "since", and which only stand as a sentence of their own.</summary>
internal static partial class Clauses
{
    /// <summary>First words of commands and of answers to what was just said.</summary>
    private static readonly HashSet<string> Openers =
    [
        .. ("that for then and so yes no nor yet sure yeah right true precisely cool nearly deep bills wet seconds which something quite only "
            + "ask look let give do mend treat carry rise tell handle turn say choose take rank move replace cling count break examine "
            + "see stay put send skip reply wipe add make sort label publish compare sell keep assume write run cross clear set spread "
            + "sold scrolled revoked dance lend pay try read open click plot flip compute plant start trace hidden begin suppose show "
            + "strike average expire govern wear practise somewhere better slow caught rarer late asleep trained cheap policemen not "
            + "fair's of recover cross who doubled small file grep doesn't don't smoothing haul works standard slower handy").Split(' '),
    ];

    public static bool StandAlone(string clause)
    {
        var end = clause.AsSpan().IndexOfAny(' ', ',', ';');
        var first = end < 0 ? clause : clause[..end];
        return Openers.Contains(first.ToLowerInvariant()) || clause.AsSpan(0, clause.Length - 1).IndexOfAny('!', '?') >= 0;
    }

    /// <summary>Whether a frame leaves the clause or question a place where a sentence can begin.</summary>
    public static bool IsOpen(string frame) => !Closed().IsMatch(frame);

    [GeneratedRegex(@"(?<!^|[:;.!?…–] )\{[cq]\}")]
    private static partial Regex Closed();
}
