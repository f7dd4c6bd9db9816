using System.Buffers.Binary;

namespace Chatter.Core.Speech;

/// <summary>Tells what a sound file is and how long it lasts, from its bytes: WAV and MP3.</summary>
public static class SoundFormat
{
    public const string Wave = "audio/wav";

    public const string Mpeg = "audio/mpeg";

    // Kilobits a second by the index in a frame's header, layer III: MPEG 1, then MPEG 2 and 2.5.
    private static readonly int[] Rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] Rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    /// <summary>The sound these bytes are, or null if they are none we know or hold nothing to hear.</summary>
    /// <remarks>
    /// A program that writes WAV to a pipe cannot know its length beforehand and leaves a made-up one in the header: it is
    /// put right in place, or players would show hours and refuse to seek.
    /// </remarks>
    public static SpokenSound? Recognise(byte[] bytes)
    {
        if (bytes.Length > 12 && bytes.AsSpan(0, 4).SequenceEqual("RIFF"u8) && bytes.AsSpan(8, 4).SequenceEqual("WAVE"u8))
            return WaveSeconds(bytes) is { } seconds and > 0 ? new SpokenSound(bytes, Wave, Math.Round(seconds, 3)) : null;
        return MpegSeconds(bytes) is { } length and > 0 ? new SpokenSound(bytes, Mpeg, Math.Round(length, 3)) : null;
    }

    private static double? WaveSeconds(byte[] bytes)
    {
        uint perSecond = 0;
        for (var at = 12; at + 8 <= bytes.Length;)
        {
            var chunk = bytes.AsSpan(at, 4);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            var there = (uint)(bytes.Length - at - 8);
            if (chunk.SequenceEqual("fmt "u8) && there >= 16)
                perSecond = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 16));
            if (chunk.SequenceEqual("data"u8))
            {
                if (size > there)
                {
                    size = there;
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 4), size);
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)bytes.Length - 8);
                }

                return perSecond == 0 ? null : (double)size / perSecond;
            }

            if (size > there)
                return null;
            at += 8 + (int)size + (int)(size & 1);
        }

        return null;
    }

    /// <summary>Adds up the frames; anything between them (tags, rubbish) is stepped over.</summary>
    private static double? MpegSeconds(byte[] bytes)
    {
        var at = AfterTag(bytes);
        double seconds = 0;
        var frames = 0;
        while (at + 4 <= bytes.Length)
        {
            if (Frame(bytes.AsSpan(at, 4)) is { } frame)
            {
                seconds += frame.Seconds;
                frames++;
                at += frame.Bytes;
            }
            else if (frames == 0)
            {
                // Not at a frame where the first one must be: this is something else.
                return null;
            }
            else
            {
                at++;
            }
        }

        return frames > 0 ? seconds : null;
    }

    private static int AfterTag(byte[] bytes) =>
        bytes.Length > 10 && bytes.AsSpan(0, 3).SequenceEqual("ID3"u8)
            ? 10 + ((bytes[6] & 0x7F) << 21 | (bytes[7] & 0x7F) << 14 | (bytes[8] & 0x7F) << 7 | bytes[9] & 0x7F)
            : 0;

    private static (int Bytes, double Seconds)? Frame(ReadOnlySpan<byte> header)
    {
        var version = header[1] >> 3 & 3;
        var rateIndex = header[2] >> 4;
        var sampleIndex = header[2] >> 2 & 3;
        if (header[0] != 0xFF || (header[1] & 0xE0) != 0xE0 || version == 1 || (header[1] >> 1 & 3) != 1
            || rateIndex is 0 or 15 || sampleIndex == 3)
            return null;

        var first = version == 3;
        var kilobits = (first ? Rates1 : Rates2)[rateIndex];
        var samples = (sampleIndex switch { 0 => 44100, 1 => 48000, _ => 32000 }) / (first ? 1 : version == 2 ? 2 : 4);
        var bytes = ((first ? 144 : 72) * kilobits * 1000 / samples) + (header[2] >> 1 & 1);
        return (bytes, (first ? 1152.0 : 576.0) / samples);
    }
}
