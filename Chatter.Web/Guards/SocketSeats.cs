using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Chatter.Web.Guards;

/// <summary>Whether there is room for one more socket.</summary>
internal enum SeatAnswer
{
    Free,
    HouseFull,
    TooManyFromAddress,
}

/// <summary>Counts the open sockets, in all and by address.</summary>
internal sealed class SocketSeats(GuardOptions options)
{
    private readonly ConcurrentDictionary<IPAddress, int> byAddress = [];
    private int taken;

    /// <summary>How many sockets are open.</summary>
    public int Taken => Volatile.Read(ref taken);

    /// <summary>How many addresses have one open.</summary>
    public int Addresses => byAddress.Count;

    /// <summary>Takes a seat, to be given back by <see cref="Leave"/> with the same address; only if the answer is <see cref="SeatAnswer.Free"/>.</summary>
    public SeatAnswer TryTake(IPAddress? from)
    {
        if (Interlocked.Increment(ref taken) > options.Connections)
        {
            Interlocked.Decrement(ref taken);
            return SeatAnswer.HouseFull;
        }

        if (KeyOf(from) is not { } key || byAddress.AddOrUpdate(key, 1, (_, count) => count + 1) <= options.ConnectionsPerAddress)
            return SeatAnswer.Free;
        Leave(from);
        return SeatAnswer.TooManyFromAddress;
    }

    public void Leave(IPAddress? from)
    {
        Interlocked.Decrement(ref taken);
        if (KeyOf(from) is not { } key)
            return;
        byAddress.AddOrUpdate(key, 0, (_, count) => count - 1);
        byAddress.TryRemove(new KeyValuePair<IPAddress, int>(key, 0));
    }

    /// <summary>Whom an address counts for: nobody if it is this machine's, and all of a /64, which is one household's.</summary>
    private static IPAddress? KeyOf(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        if (address is null || IPAddress.IsLoopback(address))
            return null;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
