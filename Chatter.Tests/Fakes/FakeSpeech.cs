using System.Buffers.Binary;
using System.Collections.Concurrent;
using Chatter.Core.Domain;
using Chatter.Core.Speech;

namespace Chatter.Tests.Fakes;

/// <summary>Speaks at once in plain silence, remembers what it was asked, and fails or waits where a test says so.</summary>
public sealed class FakeSpeech : ISpeech
{
    private readonly ConcurrentQueue<Utterance> asked = new();
    private int speaking, mostAtOnce;

    public bool CanSpeak { get; set; } = true;

    public string Description => "a fake voice";

    /// <summary>Everything it was asked to speak, in order.</summary>
    public IReadOnlyList<Utterance> Asked => [.. asked];

    public IEnumerable<string> Spoken => asked.Select(u => u.Text);

    /// <summary>The most lines it was speaking at one time.</summary>
    public int MostAtOnce => Volatile.Read(ref mostAtOnce);

    public int Speaking => Volatile.Read(ref speaking);

    /// <summary>What happens before a line is spoken; throwing means failing.</summary>
    public Func<Utterance, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Bytes of sound for each line.</summary>
    public int Size { get; set; } = 4410;

    public string VoiceOf(VoiceCard card) => card.Espeak;

    public string FingerprintOf(VoiceCard card) => card.ToString();

    public async Task<SpokenSound> SpeakAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        asked.Enqueue(utterance);
        var now = Interlocked.Increment(ref speaking);
        int most;
        while (now > (most = MostAtOnce) && Interlocked.CompareExchange(ref mostAtOnce, now, most) != most)
        {
        }

        try
        {
            await Before(utterance, cancellationToken);
            return SoundFormat.Recognise(Wave(Size, (byte)utterance.Text.Length))!;
        }
        finally
        {
            Interlocked.Decrement(ref speaking);
        }
    }

    /// <summary>A WAV file, 16 bit mono at 22,050 Hz, with this many bytes of sound.</summary>
    public static byte[] Wave(int size, byte sample = 0)
    {
        var wave = new byte[44 + size];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), 36 + size);
        "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(24), 22050);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(28), 44100);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(34), 16);
        "data"u8.CopyTo(wave.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), size);
        wave.AsSpan(44).Fill(sample);
        return wave;
    }
}
