using Chatter.Core.Domain;

namespace Chatter.Core.Speech;

/// <summary>Turns words into sound: espeak-ng, OpenAI-compatible speech, or nobody.</summary>
public interface ISpeech
{
    /// <summary>False when there is nobody to speak; nothing is asked of it then.</summary>
    bool CanSpeak { get; }

    /// <summary>What speaks, for people: <c>espeak-ng 1.51</c>, or <c>none: espeak-ng is not installed</c>.</summary>
    string Description { get; }

    /// <summary>The name of the voice a card leads to, as it is announced with a clip.</summary>
    string VoiceOf(VoiceCard card);

    /// <summary>All that shapes the sound beside the words; equal words of equal fingerprint share one file.</summary>
    string FingerprintOf(VoiceCard card);

    /// <summary>The sound of these words. The words have been through <see cref="SpeechText"/> and are not empty.</summary>
    /// <exception cref="SpeechFailedException">There is no sound to be had for them now.</exception>
    Task<SpokenSound> SpeakAsync(Utterance utterance, CancellationToken cancellationToken);
}

/// <summary>Words to be spoken: what, in which voice, and on whose account.</summary>
public sealed record Utterance(RoomId Room, RoomSettings Settings, PersonaId Persona, VoiceCard Voice, string Text);

/// <summary>A sound as it goes into a file.</summary>
/// <param name="Bytes">The whole file.</param>
/// <param name="MediaType">Such as <c>audio/wav</c>.</param>
/// <param name="Duration">Length in seconds.</param>
public sealed record SpokenSound(ReadOnlyMemory<byte> Bytes, string MediaType, double Duration);

/// <summary>No sound came of it; the message stays silent and the room goes on.</summary>
public sealed class SpeechFailedException(string reason, Exception? inner = null) : Exception(reason, inner);
