using Chatter.Core.Domain;
using Chatter.Core.Personas;
using Chatter.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Rooms;

/// <summary>Keeps every room alive: one loop each, and a loop that fails is begun again without touching the others.</summary>
public sealed partial class RoomHost(
    RoomDirectory rooms, RadioTurns turns, StoreWriter store, TimeProvider clock, ILogger<RoomHost> log) : BackgroundService
{
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(5);

    private Dictionary<RoomId, RoomLoop> loops = [];

    /// <summary>Asks a room for a turn now. False if the room is still busy with earlier wishes.</summary>
    public bool RequestTurn(Room room, PersonaId? persona, string? wish) =>
        loops.TryGetValue(room.Log.Room, out var loop) && loop.Request(new TurnRequest(persona, wish));

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        loops = rooms.All(Reader.House).ToDictionary(
            room => room.Log.Room, room => new RoomLoop(room, turns, store, clock, Random.Shared, log));
        return Task.WhenAll(rooms.All(Reader.House).Select(room => KeepAliveAsync(room, loops[room.Log.Room], stoppingToken)));
    }

    private async Task KeepAliveAsync(Room room, RoomLoop loop, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await loop.RunAsync(stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogFellOver(log, room.Card.Slug, fault);
                await Task.Delay(Restart, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The loop of {Room} fell over and is begun again.")]
    private static partial void LogFellOver(ILogger log, string room, Exception fault);
}
