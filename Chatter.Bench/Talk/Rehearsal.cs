using System.Text.Json;
using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Language.Offline;
using Chatter.Core.Personas;
using Chatter.Core.Rooms;

namespace Chatter.Bench.Talk;

/// <summary>A room that talks without clock, store or page: the real cast, the real rule of who speaks next, the offline voice.</summary>
public sealed class Rehearsal
{
    private readonly LoadedRoom _room;
    private readonly OfflineComposer _composer;
    private readonly Random _random;
    private readonly ulong _seed;
    private readonly List<RoomEvent> _events = [];
    private readonly RoomSettings _settings;
    private string _topic = "";
    private long _sinceChange;

    public Rehearsal(string contentFolder, string slug, int seed, double? topicChange = null)
    {
        var content = ContentLoader.Load(contentFolder);
        _room = content.Rooms.FirstOrDefault(r => r.Card.Slug == slug)
            ?? throw new ArgumentException($"There is no good room \"{slug}\": {string.Join("; ", content.Problems)}");
        Shelf = new MaterialShelf(Path.Combine(contentFolder, "offline"));
        Material = Shelf.Find(_room.Card.Material) ?? throw new ArgumentException(string.Join("; ", Shelf.Problems));
        _composer = new OfflineComposer(Material);
        _random = new Random(seed);
        _seed = (ulong)seed;
        var topics = _room.Settings["topics"]?.Deserialize<List<string>>() ?? [];
        _settings = new RoomSettings { Topics = topics, TopicChange = topicChange ?? new RoomSettings().TopicChange };
    }

    public MaterialShelf Shelf { get; }

    public Material Material { get; }

    public IReadOnlyList<Persona> Cast => _room.Cast;

    public IReadOnlyList<RoomEvent> Events => _events;

    /// <summary>The state the room carries from line to line; replace it to see what a restart would do.</summary>
    public DiscourseState State { get; set; } = new();

    /// <summary>Turns at which a persona had nothing to say.</summary>
    public int Silences { get; private set; }

    /// <summary>One turn: somebody speaks. Null if they stay silent.</summary>
    public Message? Step(PersonaId? wanted = null, string? wish = null)
    {
        var recent = _events.Count > 6 ? _events.GetRange(_events.Count - 6, 6) : _events;
        var speaker = wanted is { } id ? Cast.First(p => p.Id == id) : RadioPolicy.NextSpeaker(Cast, recent, _random)!;
        var topic = RadioPolicy.NextTopic(_topic, _sinceChange, _settings, _random);
        var draft = Draft(speaker, topic, wish);
        if (draft.Text.Length == 0)
        {
            Silences++;
            return null;
        }

        _sinceChange = topic == _topic ? _sinceChange + 1 : 1;
        _topic = topic;
        return Say(speaker.AsAuthor(), draft.Text, draft);
    }

    /// <summary>What a persona would say now, without saying it.</summary>
    public Draft Draft(Persona speaker, string? topic = null, string? wish = null) => _composer.Compose(State, new Cue
    {
        Room = _room.Card.Key,
        Persona = speaker,
        Cast = Cast,
        Topic = topic ?? _topic,
        Wish = wish,
        Seed = _seed,
    });

    /// <summary>Somebody in the room says something.</summary>
    public Message Say(Author author, string text, Draft? draft = null)
    {
        var message = new Message
        {
            Author = author,
            Text = text,
            Topic = _topic.Length == 0 ? null : _topic,
            ReplyTo = draft?.ReplyTo,
            Mentions = Mentions.Find(text, Cast),
            Origin = author.Kind == AuthorKind.Persona ? MessageOrigin.Bot : MessageOrigin.Human,
            Trace = draft?.Trace ?? new Dictionary<string, string>(),
        };
        Append(message);
        return message;
    }

    public void Append(EventBody body)
    {
        var e = new RoomEvent { Room = new RoomId(1), Seq = _events.Count + 1, Id = Guid.Empty, At = DateTimeOffset.UnixEpoch, Body = body };
        _events.Add(e);
        State.Fold(e);
    }
}
