using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Personas;
using Chatter.Core.Rooms.Settings;

namespace Chatter.Core.Rooms;

/// <summary>A room as it lives: its card and cast, its log, its settings, who watches and what it is doing.</summary>
public sealed class Room(RoomCard card, IReadOnlyList<Persona> cast, RoomLog log, RoomFeed feed, RoomSettingsBook settings, Presence presence)
{
    /// <summary>Silent turns in a row that are remembered, at least; with a larger cast, one for each seat.</summary>
    private const int LongestSilence = 3;

    private readonly List<PersonaId> silent = [];
    private RoomPhaseChanged phase = new(RoomPhase.Asleep, null);
    private string topic = "";
    private long topicSince;

    public RoomCard Card => card;

    public RoomLog Log => log;

    public RoomFeed Feed => feed;

    public RoomSettingsBook Settings => settings;

    public Presence Presence => presence;

    /// <summary>The personas seated here as their cards describe them.</summary>
    public IReadOnlyList<Persona> Seats => cast;

    /// <summary>The personas seated here, with the admin's changes applied.</summary>
    public IReadOnlyList<Persona> Cast => [.. cast.Select(p => Seated(p, settings.Current))];

    public RoomStatistics Statistics { get; } = new();

    /// <summary>What the room is doing now, and why if it is not talking.</summary>
    public RoomPhaseChanged Phase => Volatile.Read(ref phase);

    /// <summary>What is talked about; empty before the first message.</summary>
    public string Topic => Volatile.Read(ref topic);

    /// <summary>Notes what the room does now and tells the readers, if it is news.</summary>
    public void Enter(RoomPhase now, string? reason = null)
    {
        var next = new RoomPhaseChanged(now, reason);
        if (Phase == next)
            return;
        Volatile.Write(ref phase, next);
        feed.Signal(next);
    }

    /// <summary>What a turn needs to know of the room at this moment.</summary>
    internal Stage Stage() => new(card, log, settings.Current, Cast, Topic, log.MessageCount - topicSince) { Silent = [.. silent] };

    /// <summary>Notes how a turn ended: the topic that is talked about now, and who said nothing or was not let in.</summary>
    internal void Turn(ReadyLine line, RoomEvent? said)
    {
        if (said is not null)
            silent.Clear();
        else
            silent.Add(line.Speaker.Id);
        if (silent.Count > Math.Max(LongestSilence, cast.Count))
            silent.RemoveAt(0);

        // A silence brings no topic; a line that the door dropped has brought its own, which is in the log.
        if (line.Message is null || line.Topic == Topic)
            return;
        topicSince = said is null ? log.MessageCount : (said.Number ?? 1) - 1;
        Volatile.Write(ref topic, line.Topic);
    }

    /// <summary>Takes up the topic where the log left it; called once, before the room speaks.</summary>
    internal async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (await log.LastOfAsync("topic", cancellationToken).ConfigureAwait(false) is not { Body: TopicChanged last } e)
            return;
        Volatile.Write(ref topic, last.Topic);
        var first = await log.ReadMessagesAfterAsync(e.Seq, 1, Reader.House, cancellationToken).ConfigureAwait(false);
        topicSince = first.Count > 0 ? (first[0].Number ?? 1) - 1 : log.MessageCount;
    }

    private static Persona Seated(Persona persona, RoomSettings settings) =>
        !settings.Personas.TryGetValue(persona.Id.Value, out var change)
            ? persona
            : persona with
            {
                Muted = change.Muted ?? persona.Muted,
                Name = change.Name ?? persona.Name,
                Color = change.Color ?? persona.Color,
                Bio = change.Bio ?? persona.Bio,
                Temperament = change.Temperament ?? persona.Temperament,
                Talkativeness = change.Talkativeness ?? persona.Talkativeness,
                Beliefs = change.Beliefs ?? persona.Beliefs,
                Style = change.Style ?? persona.Style,
            };
}
