using System.Globalization;
using System.Text;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Writes a link the way it can be judged: scheme and host in lower case, the host as it travels (punycode), no name and password, no tracking.</summary>
internal sealed class LinkWriter(LinksFile file)
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = true };

    private readonly HashSet<string> _tracking = Exact(file.Tracking);
    private readonly string[] _trackingStarts = [.. file.Tracking.Where(name => name.EndsWith('*')).Select(name => name[..^1])];

    /// <param name="link">A link as someone wrote it.</param>
    /// <param name="risky">Whether something was written to mislead: a name before the host, a host no machine would accept.</param>
    public string Write(ReadOnlySpan<char> link, out bool risky)
    {
        risky = false;
        var colon = link.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0 && IsWithoutHost(link))
        {
            risky = true;
            return link.ToString();
        }

        var scheme = colon < 0 ? "" : string.Concat(link[..colon].ToString().ToLowerInvariant(), "://");
        var rest = link[(colon < 0 ? 0 : colon + 3)..];
        var end = rest.IndexOfAny("/?#\\");
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 ? default : rest[end..];
        var at = authority.LastIndexOf('@');
        // Browsers take a backslash for a slash: what stands after it is not the host people believe it to be.
        risky |= at >= 0 || path.Contains('\\');
        return string.Concat(scheme, Host(authority[(at + 1)..], ref risky), WithoutTracking(path.ToString().Replace('\\', '/')));
    }

    /// <summary>The host of a link, with its port; of a bare host, itself.</summary>
    public static string HostOf(string link)
    {
        var scheme = link.IndexOf("://", StringComparison.Ordinal);
        var rest = link.AsSpan(scheme < 0 ? 0 : scheme + 3);
        var end = rest.IndexOfAny("/?#\\");
        rest = end < 0 ? rest : rest[..end];
        return rest[(rest.LastIndexOf('@') + 1)..].ToString();
    }

    private static bool IsWithoutHost(ReadOnlySpan<char> link)
    {
        var colon = link.IndexOf(':');
        return colon > 0 && !link[..colon].Contains('.');
    }

    private static string Host(ReadOnlySpan<char> authority, ref bool risky)
    {
        var host = authority.ToString().ToLowerInvariant();
        if (Ascii.IsValid(host))
            return host;
        var colon = host.LastIndexOf(':');
        var port = colon > 0 && host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? host[colon..] : "";
        try
        {
            return Idn.GetAscii(host[..^port.Length]) + port;
        }
        catch (ArgumentException)
        {
            risky = true;
            return host;
        }
    }

    private string WithoutTracking(string path)
    {
        var query = path.IndexOf('?');
        if (query < 0)
            return path;
        var hash = path.IndexOf('#', query);
        var parameters = path[(query + 1)..(hash < 0 ? path.Length : hash)].Split('&');
        var kept = parameters.Where(parameter => !IsTracking(parameter)).ToArray();
        if (kept.Length == parameters.Length)
            return path;
        var written = new StringBuilder(path, 0, query, path.Length);
        if (kept.Length > 0)
            written.Append('?').AppendJoin('&', kept);
        return written.Append(hash < 0 ? "" : path[hash..]).ToString();
    }

    private bool IsTracking(string parameter)
    {
        var equals = parameter.IndexOf('=');
        var name = equals < 0 ? parameter : parameter[..equals];
        return _tracking.Contains(name) || _trackingStarts.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));
    }

    private static HashSet<string> Exact(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (name.TrimEnd('*').Length == 0)
                throw new SafetyListException(LinksFile.Name, "tracking", "an empty name or a star alone would strip every parameter");
        }

        return names.Where(name => !name.EndsWith('*')).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
