using System.Collections.Concurrent;
using Chatter.Core.Domain;
using Chatter.Core.Language.Providers;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Language;

/// <summary>Who speaks in a room now, and why if it is not the model that should.</summary>
/// <param name="Voice">The voice of the last turn, in words for people.</param>
/// <param name="Reason">Why the model did not speak; null if it did, or if there is none.</param>
public sealed record VoiceState(string Voice, string? Reason, DateTimeOffset Since);

/// <summary>
/// Chooses the voice of each turn: the model where there is one, else the offline voice. Where the room allows, the offline
/// voice takes over when the model fails or its money is spent.
/// </summary>
public sealed partial class RoomVoice(
    ILanguageModel? model, ILanguageModel offline, string modelName, ProviderHealth? health, TimeProvider clock, ILogger<RoomVoice> log)
    : ILanguageModel
{
    /// <summary>What the offline voice is called, in settings (as a room's model) and on the status page.</summary>
    public const string OfflineName = "offline voice";

    // One entry a room; there are no more of them than rooms.
    private readonly ConcurrentDictionary<RoomId, VoiceState> states = [];

    /// <summary>The voice configured, in words for people: <c>offline voice</c>, or the model and its address.</summary>
    public string Name => model is null ? OfflineName : modelName;

    /// <summary>Whether a model is configured.</summary>
    public bool HasModel => model is not null;

    /// <summary>How the model's server stands; null if no model is configured.</summary>
    public ProviderState? Server => health?.Current;

    /// <summary>Who speaks in a room now; before its first turn the configured voice.</summary>
    public VoiceState StateOf(RoomId room) => states.TryGetValue(room, out var state) ? state : new VoiceState(Name, null, clock.GetUtcNow());

    public async Task<Draft> WriteAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (model is null || turn.Settings.Model is OfflineName or "offline")
            return await OfflineAsync(turn, null, cancellationToken).ConfigureAwait(false);
        try
        {
            var draft = await model.WriteAsync(turn, cancellationToken).ConfigureAwait(false);
            Note(turn, turn.Settings.Model.Length > 0 ? turn.Settings.Model : modelName, null);
            return draft;
        }
        catch (ModelUnavailableException fault) when (turn.Settings.OfflineFallback)
        {
            return await OfflineAsync(turn, fault.Message, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelUnavailableException fault)
        {
            Note(turn, "nobody", fault.Message);
            throw;
        }
    }

    private async Task<Draft> OfflineAsync(Turn turn, string? reason, CancellationToken cancellationToken)
    {
        try
        {
            var draft = await offline.WriteAsync(turn, cancellationToken).ConfigureAwait(false);
            Note(turn, OfflineName, reason);
            return draft;
        }
        catch (ModelUnavailableException fault)
        {
            var both = reason is null ? fault.Message : $"{reason} {fault.Message}";
            Note(turn, "nobody", both);
            throw new ModelUnavailableException(both, fault.RetryAfter, fault);
        }
    }

    private void Note(Turn turn, string voice, string? reason)
    {
        var before = states.GetValueOrDefault(turn.Log.Room);
        if (before?.Voice == voice && before.Reason == reason)
            return;
        states[turn.Log.Room] = new VoiceState(voice, reason, before?.Voice == voice ? before.Since : clock.GetUtcNow());
        if (reason is not null)
            LogTakenOver(log, turn.Room.Slug, voice, reason);
    }

    [LoggerMessage(LogLevel.Warning, "In {Room} {Voice} speaks instead of the model. {Reason}")]
    private static partial void LogTakenOver(ILogger log, string room, string voice, string reason);
}
