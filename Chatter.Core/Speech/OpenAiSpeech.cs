using System.ClientModel;
using System.Globalization;
using System.Text.Json;
using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Language.Providers;
using Chatter.Core.Language.Spending;
using OpenAI.Audio;

namespace Chatter.Core.Speech;

/// <summary>
/// Speech of a server that speaks OpenAI's <c>audio/speech</c>, by the official client. Every line is asked of the purse
/// before the call and paid from it after, for the purpose <c>speech</c>.
/// </summary>
public sealed class OpenAiSpeech(
    OpenAiConnection connection, ProviderCalls calls, PriceTable prices, SpeechServer server, TimeProvider clock) : ISpeech, IDisposable
{
    /// <summary>Bytes; ten minutes of MP3 as OpenAI makes it.</summary>
    private const int LargestSound = 16 * 1024 * 1024;

    /// <summary>Words a minute at which these voices speak when nothing is said about speed.</summary>
    private const double PlainSpeed = 165;

    public bool CanSpeak => true;

    public string Description { get; } = $"{server.Model} at {OpenAiAddress.Shown(server.Address)}";

    public string VoiceOf(VoiceCard card) => card.OpenAi;

    public string FingerprintOf(VoiceCard card) => string.Create(
        CultureInfo.InvariantCulture, $"openai {server.Address} {server.Model} {server.Format} {card.OpenAi} {SpeedOf(card)}");

    public async Task<SpokenSound> SpeakAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        var cost = prices.OfCharacters(server.Model, utterance.Text.Length);
        var purchase = new Purchase(
            utterance.Room, utterance.Persona.Value, Purchase.Speech, server.Model, cost,
            utterance.Settings.DailyCeiling, utterance.Settings.MonthlyCeiling);
        try
        {
            return await calls.RunAsync(
                purchase,
                async token => new Paid<SpokenSound>(await AskAsync(utterance, token).ConfigureAwait(false), new Used(0, 0, cost)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (ModelUnavailableException fault)
        {
            throw new SpeechFailedException(fault.Message, fault);
        }
    }

    public void Dispose()
    {
        calls.Dispose();
        connection.Dispose();
    }

    private async Task<SpokenSound> AskAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        try
        {
            var client = new AudioClient(server.Model, connection.Key, connection.Options);
            var result = await client.GenerateSpeechAsync(
                BinaryContent.Create(BinaryData.FromBytes(Write(utterance))), OpenAiConnection.Request(cancellationToken)).ConfigureAwait(false);
            using var response = result.GetRawResponse();
            if (response.Status is < 200 or > 299)
                throw await OpenAiFaults.FromAsync(response, SpeechOptions.Section, clock, cancellationToken).ConfigureAwait(false);

            await using var body = new BoundedStream(response.ContentStream ?? Stream.Null, LargestSound);
            using var bytes = new MemoryStream();
            await body.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return SoundFormat.Recognise(bytes.ToArray())
                ?? throw new ProviderFaultException("The voice's server answered something that is no sound.") { MayBeBilled = true };
        }
        catch (Exception fault) when (fault is not ProviderFaultException && !cancellationToken.IsCancellationRequested)
        {
            throw fault is TooLongException
                ? new ProviderFaultException("The voice's server answered with more than 16 MiB.", fault) { MayBeBilled = true }
                : OpenAiFaults.From(fault);
        }
        catch (Exception fault) when (fault is not ProviderFaultException and not OperationCanceledException)
        {
            throw new OperationCanceledException("The call was broken off.", fault, cancellationToken);
        }
    }

    private byte[] Write(Utterance utterance)
    {
        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model", server.Model);
        json.WriteString("input", utterance.Text);
        json.WriteString("voice", utterance.Voice.OpenAi);
        json.WriteString("response_format", server.Format);
        json.WriteNumber("speed", SpeedOf(utterance.Voice));
        json.WriteEndObject();
        json.Flush();
        return buffer.ToArray();
    }

    /// <summary>The card's words a minute as a factor, in steps of a twentieth.</summary>
    private static double SpeedOf(VoiceCard card) => Math.Round(Math.Clamp(card.Speed, 80, 300) / PlainSpeed * 20) / 20;
}

/// <summary>Which server speaks, and how it is asked.</summary>
/// <param name="Format"><c>mp3</c> or <c>wav</c>.</param>
public sealed record SpeechServer(Uri Address, string? Key, string Model, string Format);
