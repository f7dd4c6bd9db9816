using System.Net;
using System.Text;

namespace Chatter.Core.Gateway.Safety;

/// <summary>What a host's name tells: whether it is one, and whether it was chosen to deceive.</summary>
internal sealed class HostRules
{
    /// <summary>More parts than this push the part that matters out of sight.</summary>
    private const int MostParts = 5;

    private readonly HashSet<string> _endings;
    private readonly HashSet<string> _endingsBeforePath;
    private readonly HashSet<string> _things;
    private readonly HashSet<string> _shorteners;
    private readonly HashSet<string> _riskyEndings;
    private readonly (string Name, string[] Hosts)[] _impersonated;

    public HostRules(LinksFile file)
    {
        _endings = Checked(file.Endings, "endings", isEnding: true);
        _endingsBeforePath = Checked(file.EndingsBeforePath, "endingsBeforePath", isEnding: true);
        _things = Checked(file.Things, "things", isEnding: false);
        _shorteners = Checked(file.Shorteners, "shorteners", isEnding: false);
        _riskyEndings = Checked(file.RiskyEndings, "riskyEndings", isEnding: true);
        _impersonated = [.. file.Impersonated.Select(one => (one.Key.ToLowerInvariant(), one.Value.ToArray()))];
        foreach (var (name, hosts) in _impersonated)
        {
            if (name.Length < 4 || hosts.Length == 0)
                throw new SafetyListException(LinksFile.Name, $"impersonated: {name}", "a name needs four letters or more, and at least one host that is really its own");
        }
    }

    /// <summary>True if words joined by dots are an address: a known ending, and a path where the ending is also a word.</summary>
    public bool IsHostLike(ReadOnlySpan<char> word)
    {
        var path = word.IndexOfAny("/?#:");
        var host = (path < 0 ? word : word[..path]).ToString();
        var ending = host[(host.LastIndexOf('.') + 1)..];
        if (ending.Length == host.Length)
            return false;
        return path >= 0
            ? _endings.Contains(ending) || _endingsBeforePath.Contains(ending)
            : _endings.Contains(ending) && !_things.Contains(host);
    }

    /// <param name="link">A link as <see cref="LinkWriter"/> wrote it.</param>
    public bool IsRisky(string link)
    {
        var web = link.StartsWith("http://", StringComparison.Ordinal) || link.StartsWith("https://", StringComparison.Ordinal);
        if (!web && link.Contains("://", StringComparison.Ordinal))
            return true;
        var host = LinkWriter.HostOf(link);
        var colon = host.LastIndexOf(':');
        host = (colon > 0 ? host[..colon] : host).TrimEnd('.');
        var parts = host.Split('.');
        return host.StartsWith('[') || IPAddress.TryParse(host, out _) || host.Contains('%') || !Ascii.IsValid(host)
            || parts.Length > MostParts
            || parts.Any(part => part.StartsWith("xn--", StringComparison.Ordinal))
            || _riskyEndings.Contains(parts[^1])
            || _shorteners.Contains(host)
            || Impersonates(host, parts);
    }

    private bool Impersonates(string host, string[] parts)
    {
        foreach (var (name, hosts) in _impersonated)
        {
            if (hosts.Any(own => host == own || host.EndsWith("." + own, StringComparison.Ordinal)))
                continue;
            foreach (var part in parts.SelectMany(part => part.Split('-')))
            {
                if (part == name || (part.Length == name.Length && Disguised(part) == Disguised(name)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Signs that look alike made one: <c>paypa1</c> reads as <c>paypal</c>.</summary>
    private static string Disguised(string part) => part.Replace('1', 'l').Replace('i', 'l').Replace('0', 'o').Replace('5', 's').Replace('3', 'e');

    private static HashSet<string> Checked(IReadOnlyList<string> names, string entry, bool isEnding)
    {
        foreach (var name in names)
        {
            if (string.IsNullOrWhiteSpace(name) || name.Contains(' ') || name.Contains('/') || name.Contains('.') == isEnding)
                throw new SafetyListException(LinksFile.Name, $"{entry}: \"{name}\"", isEnding ? "an ending is one word without dots, such as com" : "a host is words joined by dots, without a path");
        }

        return names.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
