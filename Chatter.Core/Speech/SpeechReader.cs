using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Storage;

namespace Chatter.Core.Speech;

/// <summary>
/// Reads one room's log on from where it stopped and lets each chosen message be heard, in order. What was announced stands
/// in the log, so a restart neither doubles nor forgets.
/// </summary>
public sealed class SpeechReader(
    VoicedRoom room, LogCursor cursor, ClipAnnouncer announcer, SpeechOptions options, SpeechCounters counters, TimeProvider clock)
{
    /// <summary>The name its cursors are kept under.</summary>
    public const string Name = "speech";

    /// <summary>Events read at once, and the most that are read again after a crash.</summary>
    private const int Page = 64;

    /// <summary>Takes up where the last run stopped. In a new room or another history that is the head: nobody waits for the past.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => cursor.OpenAsync(cancellationToken);

    /// <summary>Records how far it has come; called when the program stops.</summary>
    public Task KeepAsync(CancellationToken cancellationToken) => cursor.KeepAsync(cancellationToken);

    /// <summary>Deals with the next events. False when there are none.</summary>
    /// <exception cref="StoreUnavailableException">Nothing can be recorded; the same events come again at the next step.</exception>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var events = await room.Log.ReadAfterAsync(cursor.Seq, Page, Reader.House, cancellationToken).ConfigureAwait(false);
        foreach (var e in events)
        {
            var acted = e.Body switch
            {
                Message message => await HearAsync(e, message, cancellationToken).ConfigureAwait(false),
                Retracted => await announcer.ForgetAsync(cancellationToken).ConfigureAwait(false),
                _ => false,
            };
            cursor.MoveTo(e.Seq);
            if (acted || cursor.Unkept >= Page)
                await cursor.KeepAsync(cancellationToken).ConfigureAwait(false);
        }

        return events.Count > 0;
    }

    /// <summary>Lets a message be heard if it is to be. True if that was tried, whatever came of it.</summary>
    private async Task<bool> HearAsync(RoomEvent e, Message message, CancellationToken cancellationToken)
    {
        var settings = room.Settings();
        if (!announcer.CanSpeak || message.Author.Kind != AuthorKind.Persona
            || !AudioShare.Takes(e.Room, e.Seq, settings.AudioProbability) || !room.Awake())
            return false;
        if ((await room.Log.ReadAudioAsync(e.Seq, e.Seq, cancellationToken).ConfigureAwait(false)).Count > 0)
            return false;
        if (IsLate(e))
        {
            counters.Count(e.Room, SpeechOutcome.Late);
            return false;
        }

        await announcer.AnnounceAsync(room, e, message, settings, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>A clip that comes long after its line, or after many others, would be heard in the wrong place.</summary>
    private bool IsLate(RoomEvent e) =>
        clock.GetUtcNow() - e.At > options.LateAfter || room.Log.MessageCount - e.Number > options.MostBehind;
}
