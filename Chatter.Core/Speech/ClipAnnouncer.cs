using Chatter.Core.Domain;
using Chatter.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Speech;

/// <summary>Makes one message's clip and tells the room: first the sound is on disk, then the clip's row, then the event.</summary>
public sealed partial class ClipAnnouncer(
    ClipMaker maker, ClipShelf shelf, ClipCache cache, SpeechCounters counters, ILogger<ClipAnnouncer> log)
{
    public bool CanSpeak => maker.CanSpeak;

    /// <summary>Gives a message its clip. A message that cannot have one stays silent and is counted.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was recorded and nothing announced.</exception>
    public async Task AnnounceAsync(
        VoicedRoom room, RoomEvent e, Message message, RoomSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            counters.Count(e.Room, await TryAsync(room, e, message, settings, cancellationToken).ConfigureAwait(false));
        }
        catch (SpeechFailedException fault)
        {
            Fail(room, e, fault);
            LogFailed(log, room.Name, e.Seq, fault.Message);
        }
        catch (Exception fault) when (fault is not (StoreUnavailableException or OperationCanceledException))
        {
            // A mistake of ours costs the message its sound; tried again and again it would cost the room all of them.
            Fail(room, e, fault);
            LogMistaken(log, room.Name, e.Seq, fault);
        }
    }

    /// <summary>After a message was taken back: its clip's row went in the same commit; the sound goes too, unless an equal line shares it.</summary>
    public async Task<bool> ForgetAsync(CancellationToken cancellationToken)
    {
        await shelf.SweepAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<SpeechOutcome> TryAsync(
        VoicedRoom room, RoomEvent e, Message message, RoomSettings settings, CancellationToken cancellationToken)
    {
        var text = SpeechText.From(message.Text);
        if (text.Length == 0 || await IsGoneAsync(room, e, cancellationToken).ConfigureAwait(false))
            return SpeechOutcome.Silent;

        var voice = room.VoiceOf(message.Author);
        var sound = maker.SoundOf(voice, text);
        using var pin = cache.Pin(sound);
        var utterance = new Utterance(e.Room, settings, new PersonaId(message.Author.Id), voice, text);
        var made = await maker.MakeAsync(sound, utterance, cancellationToken).ConfigureAwait(false);
        if (await shelf.PlaceAsync(e.Room, e.Seq, made, cancellationToken).ConfigureAwait(false) is not { } clip)
            return SpeechOutcome.Silent;

        await room.Log.AppendAsync(
            new AudioReady(e.Seq, clip.Clip, clip.MediaType, clip.Duration, clip.Voice), null, cancellationToken).ConfigureAwait(false);
        return made.Fresh ? SpeechOutcome.Made : SpeechOutcome.Cached;
    }

    private void Fail(VoicedRoom room, RoomEvent e, Exception fault)
    {
        counters.Count(e.Room, SpeechOutcome.Failed);
        counters.Note($"{room.Name}, message {e.Seq}: {fault.Message}");
    }

    /// <summary>Looks again: while the messages before it were spoken, this one may have been taken back.</summary>
    private static async Task<bool> IsGoneAsync(VoicedRoom room, RoomEvent e, CancellationToken cancellationToken)
    {
        var now = await room.Log.ReadAfterAsync(e.Seq - 1, 1, Reader.House, cancellationToken).ConfigureAwait(false);
        return now is not [{ Message: not null }];
    }

    [LoggerMessage(LogLevel.Warning, "Message {Seq} of {Room} stays silent. {Reason}")]
    private static partial void LogFailed(ILogger log, string room, long seq, string reason);

    [LoggerMessage(LogLevel.Error, "Message {Seq} of {Room} stays silent after an unexpected fault.")]
    private static partial void LogMistaken(ILogger log, string room, long seq, Exception fault);
}
