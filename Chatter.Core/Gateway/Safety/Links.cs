using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Finds links, writes them plainly (or takes them out where the speaker may write none) and flags them.</summary>
internal sealed class Links(LinksFile file)
{
    /// <summary>A scheme and what follows, the schemes that run code, www, or words joined by dots.</summary>
    private static readonly Regex Candidates = Patterns.Safe(
        """[a-z][a-z0-9+.\-]*://[^\s<>"]+|(?:javascript|vbscript|magnet|mailto):[^\s<>"]+|data:[a-z]+/[^\s<>"]+|tel:\+?[0-9][^\s<>"]*|www\.[^\s<>"]+|[\p{L}\p{N}][\p{L}\p{N}\-_]*(?:\.[\p{L}\p{N}\-_]+)*\.[\p{L}][\p{L}\p{N}\-]*(?::[0-9]+)?(?:[/?#][^\s<>"]*)?""");

    private static readonly SearchValues<string> Marks = SearchValues.Create(
        ["://", "www.", "javascript:", "vbscript:", "data:", "magnet:", "mailto:", "tel:"], StringComparison.OrdinalIgnoreCase);

    private readonly HostRules _hosts = new(file);
    private readonly LinkWriter _writer = new(file);

    public void Apply(ref Draft draft, bool allowed)
    {
        var text = draft.Text;
        if (!MayHoldLinks(text))
            return;

        StringBuilder? result = null;
        var copied = 0;
        foreach (var match in Candidates.EnumerateMatches(text))
        {
            var length = WithoutTail(text.AsSpan(match.Index, match.Length));
            if (match.Index < copied || !IsLink(text, match.Index, length))
                continue;
            var (start, end) = (match.Index, match.Index + length);
            string written;
            if (allowed)
            {
                written = _writer.Write(text.AsSpan(start, length), out var risky);
                draft.Flag(RuleNames.Link);
                if (risky || _hosts.IsRisky(written) || ClaimsAnotherHost(text, start, written))
                    draft.Flag(RuleNames.LinkRisk);
            }
            else
            {
                (start, end, written) = Removal(text, start, end, copied);
            }

            (result ??= new StringBuilder(text.Length)).Append(text, copied, start - copied).Append(written);
            copied = end;
        }

        if (result is not null)
            draft.Become(result.Append(text, copied, text.Length - copied).ToString(), RuleNames.Link);
    }

    /// <summary>True if the text begins with something that would lead somewhere.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(' ');
        var word = end < 0 ? text : text[..end];
        if (word.ContainsAny(Marks))
            return true;
        var dot = word.IndexOf('.');
        return dot > 0 && dot + 1 < word.Length && char.IsLetter(word[dot + 1]);
    }

    /// <summary>True if the place in the text is inside a word that is a link.</summary>
    public static bool IsInLink(string text, int index)
    {
        var start = WordStart(text, index);
        var before = text.AsSpan(start, index - start);
        var slash = before.IndexOf('/');
        return before.ContainsAny(Marks) || (slash > 0 && before[..slash].Contains('.') && char.IsLetter(before[slash - 1]));
    }

    /// <summary>True if the place lies between a link's scheme and its path: there stands a name, a password, a host.</summary>
    public static bool IsInAuthority(string text, int index)
    {
        var start = WordStart(text, index);
        var before = text.AsSpan(start, index - start);
        var scheme = before.LastIndexOf("://", StringComparison.Ordinal);
        return scheme >= 0 && !before[(scheme + 3)..].ContainsAny('/', '?', '#');
    }

    private static int WordStart(string text, int index) => index == 0 ? 0 : text.LastIndexOf(' ', index - 1) + 1;

    private static bool MayHoldLinks(string text)
    {
        var rest = text.AsSpan();
        if (rest.ContainsAny(Marks))
            return true;
        for (var dot = rest.IndexOf('.'); dot >= 0; dot = rest.IndexOf('.'))
        {
            rest = rest[(dot + 1)..];
            if (!rest.IsEmpty && char.IsLetter(rest[0]))
                return true;
        }

        return false;
    }

    /// <summary>Links end before the punctuation of the sentence they stand in; a closing bracket belongs to them if they opened one.</summary>
    private static int WithoutTail(ReadOnlySpan<char> link)
    {
        var length = link.Length;
        while (length > 0 && IsTail(link[..length]))
            length--;
        return length;
    }

    private static bool IsTail(ReadOnlySpan<char> link) => link[^1] switch
    {
        ')' => link.Count('(') < link.Count(')'),
        ']' => link.Count('[') < link.Count(']'),
        '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '_' or '`' or '|' or '}' or '’' or '”' or '»' or '…' => true,
        _ => false,
    };

    private bool IsLink(string text, int start, int length)
    {
        var word = text.AsSpan(start, length);
        if (word.IsEmpty || word[^1] is ':' or '/' && !word.Contains('.'))
            return false;
        if (word.ContainsAny(Marks))
            return start == 0 || word.Contains("://", StringComparison.Ordinal) || !char.IsLetterOrDigit(text[start - 1]);
        var afterSign = start > 0 && text[start - 1] is '@' or '#' or '$';
        return !afterSign && _hosts.IsHostLike(word);
    }

    /// <summary>True for <c>[good.example](https://bad.example)</c>: the words promise a host that the address does not keep.</summary>
    private bool ClaimsAnotherHost(string text, int start, string written)
    {
        if (start < 3 || text[start - 1] != '(' || text[start - 2] != ']')
            return false;
        var open = text.LastIndexOf('[', start - 3);
        var claim = open < 0 ? "" : text[(open + 1)..(start - 2)].Trim();
        return claim.Length > 0 && !claim.Contains(' ')
            && (claim.Contains("://", StringComparison.Ordinal) || _hosts.IsHostLike(claim))
            && !LinkWriter.HostOf(claim).Equals(LinkWriter.HostOf(written), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What to take out so that the sentence still reads: the brackets around a link, the blank before it, and only the address of <c>[words](address)</c>.</summary>
    private static (int Start, int End, string Instead) Removal(string text, int start, int end, int copied)
    {
        if (start >= 2 && end < text.Length && text[start - 1] == '(' && text[end] == ')')
        {
            (start, end) = (start - 1, end + 1);
            var open = start > 0 && text[start - 1] == ']' ? text.LastIndexOf('[', start - 1) : -1;
            if (open >= copied)
                return (open, end, text[(open + 1)..(start - 1)]);
        }
        else if (start >= 1 && end < text.Length && text[start - 1] == '<' && text[end] == '>')
        {
            (start, end) = (start - 1, end + 1);
        }

        var closes = end == text.Length || text[end] is ' ' or '.' or ',' or ';' or ':' or '!' or '?' or ')';
        return start > copied && text[start - 1] == ' ' && closes ? (start - 1, end, "") : (start, end, "");
    }
}
