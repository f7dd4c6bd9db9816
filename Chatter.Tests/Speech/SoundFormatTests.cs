using System.Buffers.Binary;
using Chatter.Core.Speech;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Speech;

public sealed class SoundFormatTests
{
    [Fact]
    public void A_wave_file_tells_its_length_in_seconds()
    {
        var sound = SoundFormat.Recognise(FakeSpeech.Wave(88_200));

        Assert.Equal((SoundFormat.Wave, 2.0), (sound!.MediaType, sound.Duration));
    }

    [Fact]
    public void The_made_up_length_of_a_wave_written_to_a_pipe_is_put_right()
    {
        var wave = FakeSpeech.Wave(44_100);
        BinaryPrimitives.WriteUInt32LittleEndian(wave.AsSpan(4), 0x7FFFF024);
        BinaryPrimitives.WriteUInt32LittleEndian(wave.AsSpan(40), 0x7FFFF000);

        var sound = SoundFormat.Recognise(wave)!;

        Assert.Equal(1.0, sound.Duration);
        Assert.Equal(44_100u, BinaryPrimitives.ReadUInt32LittleEndian(sound.Bytes.Span[40..]));
        Assert.Equal(44_136u, BinaryPrimitives.ReadUInt32LittleEndian(sound.Bytes.Span[4..]));
    }

    [Fact]
    public void An_mp3_is_as_long_as_its_frames_with_or_without_a_tag()
    {
        // 100 frames of MPEG 2 layer III, 64 kbit/s at 24 kHz: 192 bytes and 24 ms each.
        var frames = Enumerable.Range(0, 100).SelectMany(_ => new byte[] { 0xFF, 0xF3, 0x84, 0xC4 }.Concat(new byte[188])).ToArray();
        byte[] tagged = [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 5, .. new byte[5], .. frames];

        var plain = SoundFormat.Recognise(frames);
        var withTag = SoundFormat.Recognise(tagged);

        Assert.Equal((SoundFormat.Mpeg, 2.4), (plain!.MediaType, plain.Duration));
        Assert.Equal(2.4, withTag!.Duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"error\":\"no\"}")]
    [InlineData("<!doctype html>")]
    [InlineData("RIFF....WAVE")]
    [InlineData("RIFF....WAVEfmt \xff\xff\xff\xff1234567890")]
    [InlineData("ID3")]
    public void What_is_no_sound_is_not_taken_for_one(string content) =>
        Assert.Null(SoundFormat.Recognise(System.Text.Encoding.Latin1.GetBytes(content)));

    [Fact]
    public void A_wave_without_any_sound_in_it_is_nothing_to_hear() =>
        Assert.Null(SoundFormat.Recognise(FakeSpeech.Wave(0)));

    [Fact]
    public void Random_bytes_are_survived()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            (i % 2 == 0 ? "RIFF\0\0\0\0WAVE"u8 : "ID3\x04\0\0"u8).ToArray().AsSpan(0, Math.Min(bytes.Length, 6)).CopyTo(bytes);

            SoundFormat.Recognise(bytes);
        }
    }
}
