using System.Diagnostics;
using Chatter.Core.Domain;
using Chatter.Core.Speech;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Speech;

public sealed class EspeakSpeechTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [EspeakFact]
    public async Task A_line_becomes_a_wave_that_knows_its_length()
    {
        var sound = await Installed.SpeakAsync(Saying("The market does not know that you are there."), None);

        Assert.Equal("audio/wav", sound.MediaType);
        Assert.InRange(sound.Duration, 1.5, 6);
        Assert.Equal(sound.Duration, (sound.Bytes.Length - 44) / 44100.0, 2);
    }

    [EspeakFact]
    public async Task Each_card_has_a_voice_pitch_and_speed_of_its_own()
    {
        const string Line = "Nobody steps into the same river twice.";

        var low = await Installed.SpeakAsync(Saying(Line, new VoiceCard { Espeak = "en-gb+m3", Pitch = 20, Speed = 120 }), None);
        var high = await Installed.SpeakAsync(Saying(Line, new VoiceCard { Espeak = "en-gb+m3", Pitch = 80, Speed = 120 }), None);
        var fast = await Installed.SpeakAsync(Saying(Line, new VoiceCard { Espeak = "en-us+f2", Pitch = 20, Speed = 240 }), None);

        Assert.False(low.Bytes.Span.SequenceEqual(high.Bytes.Span));
        Assert.True(fast.Duration < low.Duration * 0.75);
    }

    [EspeakFact]
    public async Task The_same_words_in_the_same_voice_are_the_same_sound()
    {
        var first = await Installed.SpeakAsync(Saying("Again and again."), None);
        var second = await Installed.SpeakAsync(Saying("Again and again."), None);

        Assert.True(first.Bytes.Span.SequenceEqual(second.Bytes.Span));
    }

    [EspeakFact]
    public async Task A_voice_that_is_not_there_speaks_plainly_and_is_remembered()
    {
        var espeak = EspeakInstallation.Find("espeak-ng", TimeProvider.System)!;
        var card = new VoiceCard { Espeak = "zz-nowhere" };

        var sound = await espeak.SpeakAsync(Saying("Who am I now?", card), None);

        Assert.True(sound.Duration > 0.3);
        Assert.Equal("en", espeak.VoiceOf(card));
    }

    [EspeakTheory]
    [InlineData("-w/tmp/written")]
    [InlineData("en -w /tmp/written")]
    [InlineData("../../../etc/passwd")]
    [InlineData("en+../../x")]
    [InlineData("")]
    [InlineData("mb/mb-en1")]
    public async Task A_voice_that_is_no_voice_never_reaches_the_program(string voice)
    {
        var card = new VoiceCard { Espeak = voice };

        var sound = await Installed.SpeakAsync(Saying("Harmless.", card), None);

        Assert.True(sound.Duration > 0.3);
        Assert.Equal("en", Installed.VoiceOf(card));
    }

    [EspeakTheory]
    [InlineData("-w {file}")]
    [InlineData("--stdout -w {file} hello")]
    [InlineData("hello\n-w {file}\n--phonout={file}\n")]
    [InlineData("$(touch {file}) `touch {file}` ; touch {file} | touch {file}")]
    [InlineData("<speak><audio src=\"{file}\"/><audio src='file:///etc/passwd'/><voice name='x'>hello</voice></speak>")]
    [InlineData("[[{file}]] hello \\0 %s%n%x")]
    public async Task Hostile_text_is_only_ever_spoken(string text)
    {
        var folder = Directory.CreateTempSubdirectory("chatter-test-");
        var file = Path.Combine(folder.FullName, "written");

        var raw = await Installed.SpeakAsync(Saying(text.Replace("{file}", file, StringComparison.Ordinal)), None);
        var cleaned = SpeechText.From(text.Replace("{file}", file, StringComparison.Ordinal));
        var clean = cleaned.Length == 0 ? raw : await Installed.SpeakAsync(Saying(cleaned), None);

        Assert.Empty(folder.GetFileSystemInfos());
        Assert.All([raw, clean], sound => Assert.InRange(sound.Duration, 0.05, 120));
        folder.Delete();
    }

    [EspeakFact]
    public async Task Ten_thousand_characters_are_survived_and_a_message_is_cut_to_a_thousand()
    {
        var text = string.Concat(Enumerable.Repeat("all work and no play ", 500));

        var sound = await Installed.SpeakAsync(Saying(SpeechText.From(text)), None);

        Assert.InRange(sound.Duration, 20, 120);
    }

    [UnixFact]
    public async Task A_program_that_hangs_is_killed_with_its_children_when_the_call_ends()
    {
        using var script = new Script("echo $$ > \"$0.pid\"; sleep 600 & echo $! > \"$0.child\"; wait");
        using var over = new CancellationTokenSource();

        var speaking = new EspeakSpeech(script.Path, "").SpeakAsync(Saying("hello"), over.Token);
        await Eventually.Is(() => script.Number("child") is not null, "the program runs");
        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        await Eventually.Is(() => !Runs(script.Number("pid")) && !Runs(script.Number("child")), "nothing of it runs");
    }

    [UnixFact]
    public async Task A_program_that_writes_without_end_is_stopped()
    {
        using var script = new Script("echo $$ > \"$0.pid\"; cat /dev/zero");

        var fault = await Assert.ThrowsAsync<SpeechFailedException>(() => new EspeakSpeech(script.Path, "").SpeakAsync(Saying("hello"), None));

        Assert.Contains("16 MiB", fault.Message, StringComparison.Ordinal);
        await Eventually.Is(() => !Runs(script.Number("pid")), "it has ended");
    }

    [UnixFact]
    public async Task A_program_that_fails_says_why()
    {
        using var script = new Script("echo 'no sound today' >&2; exit 3");

        var fault = await Assert.ThrowsAsync<SpeechFailedException>(() => new EspeakSpeech(script.Path, "").SpeakAsync(Saying("hello"), None));

        Assert.Contains("code 3. no sound today", fault.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_program_that_dies_in_the_middle_is_a_failure_and_no_sound()
    {
        using var script = new Script("printf 'RIFF'; kill -9 $$");

        await Assert.ThrowsAsync<SpeechFailedException>(() => new EspeakSpeech(script.Path, "").SpeakAsync(Saying("hello"), None));
    }

    [UnixFact]
    public async Task The_program_sees_none_of_our_environment()
    {
        using var script = new Script("env | grep -v -E '^(PATH|LANG|PWD|SHLVL|_)=' >&2; exit 1");

        var fault = await Assert.ThrowsAsync<SpeechFailedException>(() => new EspeakSpeech(script.Path, "").SpeakAsync(Saying("hello"), None));

        Assert.Equal("espeak-ng ended with code 1.", fault.Message);
    }

    [Fact]
    public void A_machine_without_espeak_has_nobody_to_speak() =>
        Assert.Null(EspeakInstallation.Find("no-such-program-here", TimeProvider.System));

    private static EspeakSpeech Installed => EspeakFactAttribute.Installed!;

    private static Utterance Saying(string text, VoiceCard? voice = null) =>
        new(new RoomId(1), new RoomSettings(), new PersonaId("ada"), voice ?? new VoiceCard(), text);

    private static bool Runs(int? pid)
    {
        if (pid is not { } id)
            return false;
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A shell script in a folder of its own, in place of espeak-ng.</summary>
    private sealed class Script : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatter-test-");

        public Script(string body)
        {
            Path = System.IO.Path.Combine(folder.FullName, "voice");
            // Written by a child: a file that this program has had open for writing may still be busy when it is run.
            ChildProgram.RunAsync(
                "/bin/sh", ["-c", "cat > \"$0\" && chmod +x \"$0\"", Path], System.Text.Encoding.UTF8.GetBytes("#!/bin/sh\n" + body + "\n"), 1000, None)
                .GetAwaiter().GetResult();
        }

        public string Path { get; }

        public int? Number(string ending) =>
            File.Exists($"{Path}.{ending}") && int.TryParse(File.ReadAllText($"{Path}.{ending}"), out var number) ? number : null;

        public void Dispose() => folder.Delete(recursive: true);
    }
}
