using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Chatter.Core.Domain;

namespace Chatter.Core.Speech;

/// <summary>espeak-ng: a child process for each line, with a voice, pitch and speed of its own for each persona.</summary>
/// <param name="path">The program's file.</param>
/// <param name="version">As the program states it, or empty.</param>
public sealed partial class EspeakSpeech(string path, string version) : ISpeech
{
    /// <summary>What speaks when a card names a voice that is not there.</summary>
    private const string PlainVoice = "en";

    /// <summary>Bytes; six minutes at 22 kHz.</summary>
    private const int LargestSound = 16 * 1024 * 1024;

    /// <summary>Voices found missing are remembered, so that each costs one failed start and not one a line; cards are few.</summary>
    private const int MostMissing = 1000;

    private readonly ConcurrentDictionary<string, bool> missing = [];

    public bool CanSpeak => true;

    public string Description { get; } = $"espeak-ng {version}".Trim();

    public string VoiceOf(VoiceCard card) =>
        VoiceName().IsMatch(card.Espeak) && !missing.ContainsKey(card.Espeak) ? card.Espeak : PlainVoice;

    public string FingerprintOf(VoiceCard card) => string.Join(' ', ["espeak-ng", version, .. Arguments(VoiceOf(card), card)]);

    public async Task<SpokenSound> SpeakAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        var voice = VoiceOf(utterance.Voice);
        var result = await RunAsync(voice, utterance, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0 && result.Complaint.Contains("voice", StringComparison.OrdinalIgnoreCase) && voice != PlainVoice)
        {
            if (missing.Count < MostMissing)
                missing[voice] = true;
            result = await RunAsync(PlainVoice, utterance, cancellationToken).ConfigureAwait(false);
        }

        if (result.ExitCode != 0)
            throw new SpeechFailedException($"espeak-ng ended with code {result.ExitCode}. {result.Complaint}".TrimEnd());
        return SoundFormat.Recognise(result.Output)
            ?? throw new SpeechFailedException($"espeak-ng gave no sound. {result.Complaint}".TrimEnd());
    }

    private Task<ChildResult> RunAsync(string voice, Utterance utterance, CancellationToken cancellationToken) =>
        ChildProgram.RunAsync(
            path, Arguments(voice, utterance.Voice), Encoding.UTF8.GetBytes(utterance.Text + "\n"), LargestSound, cancellationToken);

    /// <summary>The words come by standard input and are never among these.</summary>
    private static string[] Arguments(string voice, VoiceCard card) =>
    [
        "-b", "1",
        "-v", voice,
        "-p", Math.Clamp(card.Pitch, 0, 99).ToString(CultureInfo.InvariantCulture),
        "-s", Math.Clamp(card.Speed, 80, 300).ToString(CultureInfo.InvariantCulture),
        "--stdin", "--stdout",
    ];

    /// <summary>A language with its parts, and a variant after a plus; never a path and never an option.</summary>
    [GeneratedRegex("^[a-z]{2,3}(-[a-z0-9]{1,12}){0,4}([+][A-Za-z][A-Za-z0-9_-]{0,31})?$", RegexOptions.CultureInvariant)]
    private static partial Regex VoiceName();
}
