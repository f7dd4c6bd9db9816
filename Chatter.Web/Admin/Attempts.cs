using System.Net;
using System.Net.Sockets;

namespace Chatter.Web.Admin;

/// <summary>Counts wrong secrets by address, so that nobody tries them for long: ten a minute each.</summary>
internal sealed class Attempts(TimeProvider clock)
{
    private const int Most = 10;

    /// <summary>Addresses remembered; when they are full all are forgotten, which costs an attacker's secrets nothing: they are long.</summary>
    private const int MostAddresses = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, (long Since, int Count)> counts = [];

    /// <summary>How long an address must wait before its next attempt; null if it need not.</summary>
    public TimeSpan? Wait(IPAddress? address)
    {
        lock (gate)
        {
            return counts.TryGetValue(Network(address), out var known) && known.Count >= Most && Age(known.Since) < Window
                ? Window - Age(known.Since)
                : null;
        }
    }

    /// <summary>Counts a wrong secret against an address.</summary>
    public void Failed(IPAddress? address)
    {
        var key = Network(address);
        lock (gate)
        {
            var (since, count) = counts.TryGetValue(key, out var known) && Age(known.Since) < Window ? known : (clock.GetTimestamp(), 0);
            if (counts.Count >= MostAddresses)
                counts.Clear();
            counts[key] = (since, count + 1);
        }
    }

    private TimeSpan Age(long since) => clock.GetElapsedTime(since);

    /// <summary>One household is one address: in IPv6 that is the first 64 bits.</summary>
    private static IPAddress Network(IPAddress? address)
    {
        address ??= IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
