using System.Security.Cryptography;
using Chatter.Core.Domain;
using Chatter.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Core.Speech;

/// <summary>A clip's sound, open to be read; whoever asked closes it.</summary>
public sealed record OpenClip(FileStream Content, string MediaType, string Tag, DateTimeOffset LastModified);

/// <summary>Keeps which clip belongs to which message, hands out their sounds, and lets go of what nobody can ask for any more.</summary>
public sealed class ClipShelf(
    StoreWriter writer, StoreReader store, ClipCache cache, ClipMaker maker, VoicedRooms rooms, SpeechCounters counters)
{
    /// <summary>Listeners who may wait at once for sounds to be made again; the next is asked to come back.</summary>
    private const int MostWaiting = 16;

    /// <summary>Sounds looked up in one query.</summary>
    private const int Page = 500;

    private int waiting;

    /// <summary>How many listeners wait for a sound to be made again.</summary>
    internal int Waiting => Volatile.Read(ref waiting);

    /// <summary>
    /// Gives a message its clip under a new random name, or finds the one it has. Null if the message was taken back: that
    /// is looked at in the same commit, so a clip cannot outlive its message.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was stored.</exception>
    internal Task<ClipRow?> PlaceAsync(RoomId room, long seq, MadeClip clip, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            db =>
            {
                if (!db.Events.Any(e => e.RoomId == room.Value && e.Seq == seq && e.Text != null))
                    return null;
                if (db.Clips.FirstOrDefault(c => c.RoomId == room.Value && c.Seq == seq) is { } placed)
                    return placed;
                var row = new ClipRow
                {
                    Clip = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                    RoomId = room.Value,
                    Seq = seq,
                    Sound = clip.Sound,
                    MediaType = clip.MediaType,
                    Duration = clip.Duration,
                    Voice = clip.Voice,
                    Bytes = clip.Bytes,
                };
                db.Clips.Add(row);
                db.SaveChanges();
                return row;
            },
            cancellationToken);

    /// <summary>
    /// Opens a clip by its public name, making its sound again if it was let go; null if there is no such clip, its message
    /// was taken back, or this reader may not hear it.
    /// </summary>
    /// <exception cref="SpeechFailedException">The clip exists, but its sound cannot be had now.</exception>
    public async Task<OpenClip?> OpenAsync(string clip, Reader reader, CancellationToken cancellationToken)
    {
        ClipRow? row;
        RoomEvent said;
        await using (var db = store.CreateDbContext())
        {
            row = await db.Clips.FirstOrDefaultAsync(c => c.Clip == clip, cancellationToken).ConfigureAwait(false);
            if (row is null)
                return null;
            var stored = await db.Events.FirstOrDefaultAsync(e => e.RoomId == row.RoomId && e.Seq == row.Seq, cancellationToken).ConfigureAwait(false);
            if (stored is null)
                return null;
            said = EventCodec.Decode(stored);
        }

        if (said.Message is null || !reader.MaySee(said))
            return null;
        return Open(row.Sound, row.MediaType) ?? await MakeAgainAsync(row, said, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the sounds that no clip refers to: their messages were taken back, or a crash came between sound and clip.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var page in cache.All().Chunk(Page))
        {
            await using var db = store.CreateDbContext();
            var used = await db.Clips.Where(c => page.Contains(c.Sound)).Select(c => c.Sound).Distinct()
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var sound in page.Except(used))
                cache.Delete(sound);
        }
    }

    private async Task<OpenClip?> MakeAgainAsync(ClipRow row, RoomEvent said, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            throw new SpeechFailedException("Too many clips are being made again at this moment.");
        }

        try
        {
            if (await SpeakAgainAsync(row.Clip, said, cancellationToken).ConfigureAwait(false) is { } opened)
                return opened;
            // Taken back while its sound was made: nothing may remain of it.
            await SweepAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception fault) when (fault is SpeechFailedException or StoreUnavailableException)
        {
            counters.Note(fault.Message);
            throw new SpeechFailedException(fault.Message, fault);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private async Task<OpenClip?> SpeakAgainAsync(string clip, RoomEvent said, CancellationToken cancellationToken)
    {
        var message = said.Message!;
        var text = SpeechText.From(message.Text);
        if (rooms.Find(said.Room) is not { } room || text.Length == 0 || !maker.CanSpeak)
            throw new SpeechFailedException("Nobody here can speak this message now.");

        var voice = room.VoiceOf(message.Author);
        var sound = maker.SoundOf(voice, text);
        using var pin = cache.Pin(sound);
        var utterance = new Utterance(said.Room, room.Settings(), new PersonaId(message.Author.Id), voice, text);
        var made = await maker.MakeAsync(sound, utterance, cancellationToken).ConfigureAwait(false);
        if (made.Fresh)
            counters.Count(said.Room, SpeechOutcome.MadeAgain);
        return await NoteAsync(clip, made, cancellationToken).ConfigureAwait(false) ? Open(made.Sound, made.MediaType) : null;
    }

    /// <summary>The voice may have changed since: the clip keeps its name and leads to the new sound. False if the clip is gone.</summary>
    private Task<bool> NoteAsync(string clip, MadeClip made, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            db => db.Clips.Where(c => c.Clip == clip).ExecuteUpdate(set => set
                .SetProperty(c => c.Sound, made.Sound)
                .SetProperty(c => c.MediaType, made.MediaType)
                .SetProperty(c => c.Duration, made.Duration)
                .SetProperty(c => c.Voice, made.Voice)
                .SetProperty(c => c.Bytes, made.Bytes)) > 0,
            cancellationToken);

    private OpenClip? Open(string sound, string mediaType)
    {
        if (cache.OpenRead(sound) is not { } file)
            return null;
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle), TimeSpan.Zero);
        // A sound made again need not be the same to the byte, so the tag names this writing of it.
        var tag = $"\"{sound[..16]}-{written.UtcTicks:x}-{file.Length:x}\"";
        return new OpenClip(file, mediaType, tag, written);
    }
}
