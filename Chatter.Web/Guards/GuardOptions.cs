using System.Net;

namespace Chatter.Web.Guards;

/// <summary>How many may come, from where, and by whose word. Read from <c>Chatter</c> in the settings.</summary>
internal sealed record GuardOptions
{
    /// <summary>Sockets in all: streams, hub clients and open pages.</summary>
    public int Connections { get; init; } = 10_000;

    /// <summary>Sockets from one address (IPv6: one /64); this machine's own addresses count only towards all.</summary>
    public int ConnectionsPerAddress { get; init; } = 200;

    /// <summary>Origins beside the house's own whose pages may open sockets, such as <c>https://chat.example</c>.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Proxies whose word on address, scheme and host is taken.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Reads and checks them. Throws with a sentence that names the key.</summary>
    public static GuardOptions Read(IConfiguration settings)
    {
        var chatter = settings.GetSection("Chatter");
        return new GuardOptions
        {
            Connections = Count(chatter, "Limits:Connections", 10_000),
            ConnectionsPerAddress = Count(chatter, "Limits:ConnectionsPerAddress", 200),
            Origins = [.. List(chatter, "Origins", ReadOrigin)],
            Proxies = [.. List(chatter, "Proxies", ReadNetwork)],
        };
    }

    private static int Count(IConfigurationSection section, string key, int standard)
    {
        if (section[key] is not { Length: > 0 } text)
            return standard;
        return int.TryParse(text, out var count) && count is >= 1 and <= 1_000_000
            ? count
            : throw Wrong(key, "a whole number from 1 to 1000000", text);
    }

    private static IEnumerable<T> List<T>(IConfigurationSection section, string key, Func<string, string, T> read) =>
        section.GetSection(key).GetChildren().Where(e => !string.IsNullOrWhiteSpace(e.Value)).Select(e => read($"{key}:{e.Key}", e.Value!));

    private static string ReadOrigin(string key, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/"
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw Wrong(key, "an origin such as https://chat.example", text);

    private static IPNetwork ReadNetwork(string key, string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw Wrong(key, "an address such as 10.0.0.5 or a network such as 10.0.0.0/8", text);
    }

    private static InvalidOperationException Wrong(string key, string expected, string text) =>
        new($"Chatter:{key} must be {expected}, but is {text}.");
}
