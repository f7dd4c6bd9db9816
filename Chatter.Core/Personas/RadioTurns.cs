using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Logs;

namespace Chatter.Core.Personas;

/// <summary>What a turn needs to know of its room.</summary>
public sealed record Stage(RoomCard Card, RoomLog Log, RoomSettings Settings, IReadOnlyList<Persona> Cast, string Topic, long MessagesOnTopic)
{
    /// <summary>Who had the turns since the last message and said nothing, in order; the oldest of a long silence are left out.</summary>
    public IReadOnlyList<PersonaId> Silent { get; init; } = [];
}

/// <summary>A line that is ready and waits for its moment.</summary>
/// <param name="Message">What is to be said; null when the persona chose silence.</param>
/// <param name="Topic">The topic it is said under, which may be new.</param>
/// <param name="Writing">How long the line would take to write by hand.</param>
public sealed record ReadyLine(Persona Speaker, Message? Message, string Topic, TimeSpan Writing);

/// <summary>Takes one turn on the radio: who, about what, and the line; then the door.</summary>
public sealed class RadioTurns(ILanguageModel model, Gateway.Gateway gateway, Random random)
{
    /// <summary>Characters a second of somebody who types well; a line shows as typing between one and five seconds.</summary>
    private const double TypingSpeed = 40;

    /// <summary>
    /// Writes the next line, without saying it. Null when nobody may speak.
    /// </summary>
    /// <param name="wanted">The persona asked for by an admin, or null.</param>
    /// <param name="wish">What an admin wants it to speak of, or null.</param>
    /// <exception cref="ModelUnavailableException">No line can be had now.</exception>
    public async Task<ReadyLine?> PrepareAsync(Stage stage, PersonaId? wanted, string? wish, CancellationToken cancellationToken)
    {
        var settings = stage.Settings;
        var recent = await stage.Log.ReadMessagesBeforeAsync(
            null, Math.Max(settings.ContextMessages, 6), Reader.House, cancellationToken).ConfigureAwait(false);
        var speaker = wanted is { } id
            ? stage.Cast.FirstOrDefault(p => p.Id == id && !p.Muted)
            : RadioPolicy.NextSpeaker(stage.Cast, recent, random, stage.Silent);
        if (speaker is null)
            return null;

        var topic = wish is null
            ? RadioPolicy.NextTopic(stage.Topic, stage.MessagesOnTopic, settings, random, stage.Silent.Count)
            : stage.Topic;
        var draft = await model.WriteAsync(
            new Turn
            {
                Room = stage.Card,
                Log = stage.Log,
                Settings = settings,
                Persona = speaker,
                Cast = stage.Cast,
                Topic = topic,
                TopicIsNew = topic != stage.Topic,
                Recent = [.. recent.TakeLast(settings.ContextMessages)],
                Wish = wish,
            },
            cancellationToken).ConfigureAwait(false);
        return new ReadyLine(speaker, draft.Text.Length == 0 ? null : Compose(speaker, draft, topic), topic, WritingTime(draft.Text));
    }

    /// <summary>Says a line that was prepared, naming a new topic first. Null if the door dropped it or it was silence.</summary>
    /// <exception cref="Storage.StoreUnavailableException">Nothing was recorded and nothing shown.</exception>
    public async Task<RoomEvent?> SayAsync(Stage stage, ReadyLine line, CancellationToken cancellationToken)
    {
        if (line.Message is null)
            return null;
        if (line.Topic != stage.Topic && line.Topic.Length > 0)
            await stage.Log.AppendAsync(new TopicChanged(line.Topic), null, cancellationToken).ConfigureAwait(false);
        var said = await gateway.SayAsync(
            stage.Card, stage.Log, stage.Cast, line.Message, null, cancellationToken).ConfigureAwait(false);
        return said.Event;
    }

    private static Message Compose(Persona speaker, Draft draft, string topic) => new()
    {
        Author = speaker.AsAuthor(),
        Text = draft.Text,
        Topic = topic.Length == 0 ? null : topic,
        ReplyTo = draft.ReplyTo,
        Tokens = draft.CompletionTokens > 0 ? draft.CompletionTokens : (draft.Text.Length + 3) / 4,
        Origin = MessageOrigin.Bot,
        Trace = draft.Trace,
    };

    private static TimeSpan WritingTime(string text) => TimeSpan.FromSeconds(Math.Clamp(text.Length / TypingSpeed, 1, 5));
}
