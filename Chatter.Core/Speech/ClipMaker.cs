using System.Security.Cryptography;
using System.Text;
using Chatter.Core.Domain;

namespace Chatter.Core.Speech;

/// <summary>A sound that is kept, and what is known of it.</summary>
/// <param name="Sound">Its name in the cache.</param>
/// <param name="Duration">Seconds.</param>
/// <param name="Fresh">Whether it was made just now.</param>
internal sealed record MadeClip(string Sound, string MediaType, double Duration, string Voice, long Bytes, bool Fresh);

/// <summary>Makes sounds of words, a few at a time, and each only once while it is kept.</summary>
public sealed class ClipMaker(ISpeech speech, ClipCache cache, SpeechOptions options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim voices = new(options.Parallel);

    // As many entries as callers at this moment, and those are few: one a room, and the listeners the shelf lets wait.
    private readonly Dictionary<string, Lane> lanes = [];

    public bool CanSpeak => speech.CanSpeak;

    /// <summary>The name under which these words in this voice are kept.</summary>
    internal string SoundOf(VoiceCard voice, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(speech.FingerprintOf(voice) + "\n" + text)));

    /// <summary>Takes the sound from the cache or makes it. The caller has pinned it.</summary>
    /// <exception cref="SpeechFailedException">There is no sound to be had now.</exception>
    internal async Task<MadeClip> MakeAsync(string sound, Utterance utterance, CancellationToken cancellationToken)
    {
        var lane = Enter(sound);
        try
        {
            await lane.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await KeptAsync(sound, utterance.Voice, cancellationToken).ConfigureAwait(false)
                    ?? await SpeakAsync(sound, utterance, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                lane.Turn.Release();
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SpeechFailedException($"The clip could not be kept: {fault.Message}", fault);
        }
        finally
        {
            Leave(sound, lane);
        }
    }

    public void Dispose() => voices.Dispose();

    /// <summary>Those who want the same sound at once go one after the other, so that the second finds what the first made.</summary>
    private Lane Enter(string sound)
    {
        lock (lanes)
        {
            if (!lanes.TryGetValue(sound, out var lane))
                lanes[sound] = lane = new Lane();
            lane.Callers++;
            return lane;
        }
    }

    private void Leave(string sound, Lane lane)
    {
        lock (lanes)
        {
            if (--lane.Callers == 0)
                lanes.Remove(sound);
        }
    }

    private async Task<MadeClip?> KeptAsync(string sound, VoiceCard voice, CancellationToken cancellationToken)
    {
        await using var file = cache.OpenRead(sound);
        if (file is null)
            return null;
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return SoundFormat.Recognise(bytes) is { } known
            ? new MadeClip(sound, known.MediaType, known.Duration, speech.VoiceOf(voice), bytes.Length, Fresh: false)
            : null;
    }

    private async Task<MadeClip> SpeakAsync(string sound, Utterance utterance, CancellationToken cancellationToken)
    {
        await voices.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var limit = new CancellationTokenSource(options.Timeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var spoken = await speech.SpeakAsync(utterance, either.Token).ConfigureAwait(false);
            await cache.StoreAsync(sound, spoken.Bytes, cancellationToken).ConfigureAwait(false);
            return new MadeClip(
                sound, spoken.MediaType, spoken.Duration, speech.VoiceOf(utterance.Voice), spoken.Bytes.Length, Fresh: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SpeechFailedException(
                $"{speech.Description} took longer than {options.Timeout.TotalSeconds:0.#} s for one message ({SpeechOptions.Section}:Timeout).");
        }
        finally
        {
            voices.Release();
        }
    }

    private sealed class Lane
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int Callers { get; set; }
    }
}
