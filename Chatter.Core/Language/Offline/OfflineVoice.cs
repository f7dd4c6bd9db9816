using Chatter.Core.Domain;
using Chatter.Core.Logs;

namespace Chatter.Core.Language.Offline;

/// <summary>The default voice: plans each line over prepared material, costs nothing and says what it is.</summary>
/// <param name="shelf">The material of <c>content/offline</c>.</param>
/// <param name="seed">Changes what is said everywhere; the same seed over the same log says the same.</param>
public sealed class OfflineVoice(MaterialShelf shelf, ulong seed = 0) : ILanguageModel
{
    /// <summary>Messages read from the log at a time.</summary>
    private const int Page = 500;

    /// <summary>Rooms remembered at once; beyond that one is read afresh from its log when its turn comes.</summary>
    private const int MostRooms = 256;

    private readonly Dictionary<RoomId, Remembered> _rooms = [];
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public async Task<Draft> WriteAsync(Turn turn, CancellationToken cancellationToken)
    {
        var material = shelf.Find(turn.Room.Material)
            ?? throw new ModelUnavailableException($"The offline voice has no material for \"{turn.Room.Name}\": name a folder of content/offline as \"material\" in its file.");
        var room = Recall(turn.Log, material);
        await room.Busy.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await room.CatchUpAsync(turn.Log, cancellationToken).ConfigureAwait(false);
            return room.Composer.Compose(room.State, new Cue
            {
                Room = turn.Room.Key,
                Persona = turn.Persona,
                Cast = turn.Cast,
                Topic = turn.Topic,
                Wish = turn.Wish,
                Seed = seed,
            });
        }
        finally
        {
            room.Busy.Release();
        }
    }

    private Remembered Recall(RoomLog log, Material material)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(log.Room, out var room) && room.Epoch == log.Epoch && ReferenceEquals(room.Material, material))
                return room;
            if (_rooms.Count >= MostRooms)
                _rooms.Clear();
            return _rooms[log.Room] = new Remembered(log.Epoch, material);
        }
    }

    private sealed class Remembered(string epoch, Material material)
    {
        public string Epoch => epoch;

        public Material Material => material;

        public OfflineComposer Composer { get; } = new(material);

        public DiscourseState State { get; } = new();

        /// <summary>One turn at a time folds the log and composes.</summary>
        public SemaphoreSlim Busy { get; } = new(1, 1);

        /// <summary>Reads on to the log's head; the first time from the last messages only.</summary>
        public async Task CatchUpAsync(RoomLog log, CancellationToken cancellationToken)
        {
            if (State.Seq == 0)
            {
                foreach (var e in await log.ReadMessagesBeforeAsync(null, DiscourseState.Window, Reader.House, cancellationToken).ConfigureAwait(false))
                    State.Fold(e);
            }

            while (State.Seq < log.Head)
            {
                var events = await log.ReadAfterAsync(State.Seq, Page, Reader.House, cancellationToken).ConfigureAwait(false);
                if (events.Count == 0)
                    return;
                foreach (var e in events)
                    State.Fold(e);
            }
        }
    }
}
