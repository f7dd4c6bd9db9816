using Chatter.Core.Domain;

namespace Chatter.Core.Logs.Wire;

/// <summary>An event beside its form on the wire, which is made once, when first asked for, and shared by all who send it.</summary>
public sealed class WireEvent(RoomEvent e)
{
    private byte[]? json;

    /// <summary>The event as anonymous readers see it.</summary>
    public RoomEvent Event => e;

    public long Seq => e.Seq;

    /// <summary>The event as one JSON object in UTF-8; two threads may make it at once, and either's is good.</summary>
    public ReadOnlyMemory<byte> Json => json ??= EventJson.Encode(e, EventJson.Write);

    /// <summary>The same place in the log, its words taken back.</summary>
    internal WireEvent Erased() => e.Body is Message ? new WireEvent(e with { Body = new ErasedMessage() }) : this;
}
