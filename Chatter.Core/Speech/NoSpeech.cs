using Chatter.Core.Domain;

namespace Chatter.Core.Speech;

/// <summary>Nobody to speak: everything else works, and the page offers the browser's own speech.</summary>
/// <param name="reason">Why, for people.</param>
public sealed class NoSpeech(string reason) : ISpeech
{
    public bool CanSpeak => false;

    public string Description { get; } = "none: " + reason;

    public string VoiceOf(VoiceCard card) => "";

    public string FingerprintOf(VoiceCard card) => "";

    public Task<SpokenSound> SpeakAsync(Utterance utterance, CancellationToken cancellationToken) =>
        throw new SpeechFailedException("Nobody here can speak: " + reason);
}
