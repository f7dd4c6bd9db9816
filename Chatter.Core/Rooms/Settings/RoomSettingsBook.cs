using System.Text.Json.Nodes;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Microsoft.Extensions.Configuration;

namespace Chatter.Core.Rooms.Settings;

/// <summary>
/// A room's settings as they hold now, layer over layer: the code's, the file's, the admin's, the environment's. The
/// admin's layer lives in the room's log: each change is an event, whose number is the settings' version.
/// </summary>
public sealed class RoomSettingsBook
{
    private const string SettingsType = "settings";
    private const int LongestHistory = 100;

    private readonly SemaphoreSlim changing = new(1, 1);
    private readonly RoomLog log;
    private Page page;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RoomSettingsBook(RoomLog log, string slug, Page page)
    {
        this.log = log;
        Slug = slug;
        this.page = page;
    }

    public string Slug { get; }

    /// <summary>What holds now; read afresh at each turn.</summary>
    public RoomSettings Current => Now.Settings;

    /// <summary>The number of the event that holds the admin's layer; 0 before the first change.</summary>
    public long Version => Now.Version;

    /// <summary>Everything that can be set here.</summary>
    public RoomFields Fields => Now.Layers.Fields;

    /// <summary>Whether the environment decides a field, so that the admin cannot.</summary>
    public bool IsPinned(string key) => Now.Layers.Source(key) == SettingLayer.Environment;

    /// <summary>What the admin once set and cannot hold any more, since the program or the cast has changed; left out.</summary>
    public IReadOnlyList<SettingRefusal> LeftOut => Now.LeftOut;

    /// <summary>Raised after a change holds; must return at once.</summary>
    public event Action? Changed;

    private Page Now => Volatile.Read(ref page);

    /// <summary>What cannot be used in the <c>settings</c> of a room's file; empty if it is good.</summary>
    public static IReadOnlyList<SettingRefusal> CheckFile(RoomCard card, JsonObject file)
    {
        var refusals = new List<SettingRefusal>();
        ReadFile(new RoomFields(card), file, refusals);
        return refusals;
    }

    /// <summary>Lays the room's settings over each other; the file must be good (<see cref="CheckFile"/>), what is not in it is left out.</summary>
    /// <exception cref="InvalidOperationException">The environment gives a value that cannot be used; the sentence names its key.</exception>
    public static async Task<RoomSettingsBook> OpenAsync(
        RoomLog log, RoomCard card, JsonObject file, IConfiguration configuration, CancellationToken cancellationToken)
    {
        var fields = new RoomFields(card);
        var layers = new SettingsLayers(
            fields, ReadFile(fields, file, []), new Dictionary<string, JsonNode>(), EnvironmentPins.Read(configuration, card.Slug, fields));
        var last = await log.LastOfAsync(SettingsType, cancellationToken).ConfigureAwait(false);
        return new RoomSettingsBook(log, card.Slug, Page.Of(layers, last));
    }

    /// <summary>Completes when the settings are no longer those seen: at the next change, at once if <paramref name="seen"/> is not what holds now.</summary>
    public Task WaitForChangeAsync(RoomSettings seen, CancellationToken cancellationToken)
    {
        var next = Volatile.Read(ref changed).Task;
        return ReferenceEquals(seen, Current) ? next.WaitAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Every field with its value, where that comes from, and what it would be without the admin's word.</summary>
    public SettingsView View()
    {
        var now = Now;
        return new SettingsView(now.Version, [.. now.Layers.Fields.All.Select(now.View)]);
    }

    /// <summary>What holds now as one document; putting it back changes nothing.</summary>
    public (long Version, JsonObject Document) Read()
    {
        var now = Now;
        var values = now.Layers.Fields.All.Select(f => KeyValuePair.Create(f.Key, f.Get(now.Settings)!)).Where(v => v.Value is not null);
        return (now.Version, SettingsDocument.Compose(values));
    }

    /// <summary>
    /// Changes the fields given and leaves the others; a null gives a field back to the file. Nothing changes unless all
    /// of it is good.
    /// </summary>
    /// <param name="version">The version the change was made on; null to change whatever is there.</param>
    /// <exception cref="Storage.StoreUnavailableException">Nothing was recorded and nothing changed.</exception>
    public Task<SettingsAnswer> ChangeAsync(JsonObject change, long? version, string by, CancellationToken cancellationToken) =>
        ChangeAsync(now => now.With(change, keepOthers: true), version, by, "", cancellationToken);

    /// <summary>Makes the admin's layer say what the document says and nothing else; fields it does not name go back to the file.</summary>
    /// <inheritdoc cref="ChangeAsync(JsonObject, long?, string, CancellationToken)"/>
    public Task<SettingsAnswer> ReplaceAsync(JsonObject document, long? version, string by, CancellationToken cancellationToken) =>
        ChangeAsync(now => now.With(document, keepOthers: false), version, by, "", cancellationToken);

    /// <summary>Makes the admin's layer what it was at a version (0: before the first change), as a new version.</summary>
    /// <exception cref="Storage.StoreUnavailableException">Nothing was recorded and nothing changed.</exception>
    public async Task<SettingsAnswer> RollBackAsync(long to, long? version, string by, CancellationToken cancellationToken)
    {
        var past = to == 0 ? null : await VersionAsync(to, cancellationToken).ConfigureAwait(false);
        if (past is null && to != 0)
            return new SettingsAnswer(SettingsOutcome.NoSuchVersion, Version, []);
        return await ChangeAsync(
            now => (Page.Of(now.Layers, past).Layers.Admin, []), version, by, $"back to version {to}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last versions, newest first: who made them, when, and what changed.</summary>
    public async Task<IReadOnlyList<SettingsVersion>> HistoryAsync(int limit, CancellationToken cancellationToken)
    {
        var events = await log.LastOfAsync(SettingsType, Math.Clamp(limit, 1, LongestHistory), cancellationToken).ConfigureAwait(false);
        return [.. events.Select(e => (e, Body: e.Body as SettingsChanged)).Where(e => e.Body is not null)
            .Select(e => new SettingsVersion(e.e.Seq, e.e.At, e.Body!.By, e.Body.Note))];
    }

    private static Dictionary<string, JsonNode> ReadFile(RoomFields fields, JsonObject file, List<SettingRefusal> refusals)
    {
        var none = new Dictionary<string, JsonNode>();
        var values = SettingsDocument.Read(file, fields, refusals);
        if (new SettingsLayers(fields, values, none, none).Contradiction(values.ContainsKey) is { } contradiction)
            refusals.Add(contradiction);
        return values;
    }

    private async Task<RoomEvent?> VersionAsync(long version, CancellationToken cancellationToken)
    {
        if (version < 0 || version > log.Head)
            return null;
        var read = await log.ReadAfterAsync(version - 1, 1, Reader.House, cancellationToken).ConfigureAwait(false);
        return read.FirstOrDefault() is { Body: SettingsChanged } e ? e : null;
    }

    private async Task<SettingsAnswer> ChangeAsync(
        Func<Page, (IReadOnlyDictionary<string, JsonNode> Admin, IReadOnlyList<SettingRefusal> Refusals)> change,
        long? version, string by, string note, CancellationToken cancellationToken)
    {
        await changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = Now;
            if (version is not null && version != now.Version)
                return new SettingsAnswer(SettingsOutcome.Stale, now.Version, []);
            var (admin, refusals) = change(now);
            if (refusals.Count > 0)
                return new SettingsAnswer(SettingsOutcome.Refused, now.Version, refusals);
            if (now.Says(admin))
                return new SettingsAnswer(SettingsOutcome.Unchanged, now.Version, []);

            var next = Page.Of(now.Layers with { Admin = admin }, now.Version);
            var body = new SettingsChanged(SettingsDocument.Compose(admin).ToJsonString(), by, SettingsNote.Of(now.Layers, next.Layers, note));
            var e = await log.AppendAsync(body, null, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref page, next with { Version = e.Seq });
        }
        finally
        {
            changing.Release();
        }

        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        Changed?.Invoke();
        return new SettingsAnswer(SettingsOutcome.Changed, Version, []);
    }

    /// <summary>One state of the book; replaced whole.</summary>
    private sealed record Page(long Version, SettingsLayers Layers, RoomSettings Settings, IReadOnlyList<SettingRefusal> LeftOut)
    {
        public static Page Of(SettingsLayers layers, long version) => new(version, layers, layers.Resolve(), []);

        /// <summary>The page that an event of the log stands for; values that fit no longer are left out rather than stop the room.</summary>
        public static Page Of(SettingsLayers layers, RoomEvent? e)
        {
            var leftOut = new List<SettingRefusal>();
            var document = e?.Body is SettingsChanged settings ? JsonNode.Parse(settings.Overrides) as JsonObject : null;
            layers = layers with { Admin = SettingsDocument.Read(document ?? [], layers.Fields, leftOut) };
            return Of(layers, e?.Seq ?? 0) with { LeftOut = leftOut };
        }

        public SettingView View(SettingField field) => new(
            field,
            field.Get(Settings),
            Layers.Source(field.Key),
            Layers.File.GetValueOrDefault(field.Key) ?? field.Get(new RoomSettings()))
        {
            Follows = !JsonNode.DeepEquals(Layers.Said(field), field.Get(Settings)),
        };

        public bool Says(IReadOnlyDictionary<string, JsonNode> admin) =>
            admin.Count == Layers.Admin.Count
            && admin.All(v => Layers.Admin.TryGetValue(v.Key, out var was) && JsonNode.DeepEquals(was, v.Value));

        public (IReadOnlyDictionary<string, JsonNode> Admin, IReadOnlyList<SettingRefusal> Refusals) With(JsonObject change, bool keepOthers)
        {
            var refusals = new List<SettingRefusal>();
            var given = SettingsDocument.Flatten(change, Layers.Fields, refusals);
            var admin = Layers.Admin.Where(v => keepOthers ? !given.ContainsKey(v.Key) : Unseen(v.Key, given)).ToDictionary();
            foreach (var (key, raw) in given)
            {
                if (raw is not null)
                    Take(Layers.Fields.Find(key)!, raw, admin, refusals);
            }

            var next = Layers with { Admin = admin };
            if (refusals.Count == 0 && next.Contradiction(key => Differs(key, admin)) is { } contradiction)
                refusals.Add(contradiction);
            return (admin, refusals);
        }

        private void Take(SettingField field, JsonNode raw, Dictionary<string, JsonNode> admin, List<SettingRefusal> refusals)
        {
            if (field.Canonical(raw, out var reason) is not { } value)
            {
                refusals.Add(new SettingRefusal(field.Key, reason!));
            }
            else if (JsonNode.DeepEquals(value, field.Get(Settings)))
            {
                // Said as it is already: whoever decides the field goes on deciding it.
                if (Layers.Admin.TryGetValue(field.Key, out var was))
                    admin[field.Key] = was;
            }
            else if (Layers.Environment.ContainsKey(field.Key))
            {
                refusals.Add(new SettingRefusal(field.Key, "is set by the environment and cannot be changed here while it is"));
            }
            else if (!JsonNode.DeepEquals(value, Layers.Beneath(field)))
            {
                admin[field.Key] = value;
            }
        }

        /// <summary>Whether an override stays when a whole document is put: what the environment pins was never seen in it.</summary>
        private bool Unseen(string key, Dictionary<string, JsonNode?> given) =>
            Layers.Environment.ContainsKey(key) && !given.ContainsKey(key);

        private bool Differs(string key, Dictionary<string, JsonNode> admin) =>
            !JsonNode.DeepEquals(Layers.Admin.GetValueOrDefault(key), admin.GetValueOrDefault(key));
    }
}
