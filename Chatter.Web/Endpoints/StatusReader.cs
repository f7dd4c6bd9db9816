using System.Reflection;
using System.Runtime.InteropServices;
using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Chatter.Core.Language;
using Chatter.Core.Rooms;
using Chatter.Core.Speech;
using Chatter.Core.Storage;

namespace Chatter.Web.Endpoints;

/// <summary>Asks every part of the house how it stands.</summary>
internal sealed class StatusReader(
    RoomDirectory rooms, RoomVoice voice, SpeechCounters speech, SafetyCounters safety, StoreReport store, TimeProvider clock)
{
    /// <summary>From this version on SQLite is free of the fault that needs two writers.</summary>
    private static readonly Version SoundSqlite = new(3, 51, 3);

    private readonly DateTimeOffset startedAt = clock.GetUtcNow();

    public static string Version { get; } =
        typeof(StatusReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public StatusReport Read(bool isHttps)
    {
        var each = rooms.All(Reader.Anonymous).Select(StatusOf).ToList();
        var state = store.State;
        var problems = rooms.Problems.Select(p => p.ToString()).ToList();
        return new StatusReport(
            state.Records && problems.Count == 0 && each.TrueForAll(r => r.Phase != "paused"),
            new VersionStatus(Version, RuntimeInformation.FrameworkDescription, store.Sqlite),
            startedAt, Model(), Speech(), state, store.Backups, each, new ContentStatus(problems), Safety(), [.. Notes(isHttps)]);
    }

    private RoomStatus StatusOf(Room room)
    {
        var (phase, speaks) = (room.Phase, voice.StateOf(room.Log.Room));
        return new RoomStatus(
            room.Card.Slug, room.Card.Name, room.Settings.Current.Enabled, phase.Phase.ToString().ToLowerInvariant(), phase.Reason,
            speaks.Voice, speaks.Reason);
    }

    private ModelStatus Model()
    {
        var server = voice.Server;
        var said = voice.HasModel
            ? $"{voice.Name} speaks."
            : "No model is configured, so the offline voice speaks: prepared material, put together by rules. Set OPENAI_API_KEY or Chatter__Language__Endpoint for a real model.";
        return new ModelStatus(
            voice.Name, !voice.HasModel, said, server?.Standing.ToString().ToLowerInvariant(), server?.Trouble, server?.TroubleAt,
            server?.Calls ?? 0, server?.Errors ?? 0);
    }

    private SpeechStatus Speech()
    {
        var now = speech.Snapshot();
        return new SpeechStatus(
            now.Provider, now.CanSpeak, now.All.Made + now.All.Cached, now.All.Late, now.All.Failed, now.LastError, now.LastErrorAt);
    }

    private SafetyStatus Safety()
    {
        var counts = safety.Snapshot();
        long Of(Outcome outcome) => counts.Where(c => c.Rule == SafetyCount.AnyRule && c.Outcome == outcome).Sum(c => c.Count);
        return new SafetyStatus(
            Of(Outcome.Pass), Of(Outcome.Sanitised), Of(Outcome.Dropped),
            counts.Where(c => c.Rule != SafetyCount.AnyRule).GroupBy(c => c.Rule).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)));
    }

    private IEnumerable<string> Notes(bool isHttps)
    {
        if (System.Version.TryParse(store.Sqlite, out var sqlite) && sqlite < SoundSqlite)
        {
            yield return $"SQLite {store.Sqlite} can damage a database that two programs write to at the same instant. Chatter writes from one "
                + "connection only; let no other program write to its database while it runs.";
        }

        if (!isHttps)
        {
            yield return "This connection is plain HTTP: the admin's cookie is sent unprotected, so that a phone on the same network can sign in. "
                + "Put HTTPS before Chatter where others share the network.";
        }
    }
}

/// <summary>How the store stands.</summary>
internal sealed class StoreReport(
    StoreOptions options, StoreOpening opening, StoreWriter writer, StoreReader reader, Backup backup, BackupOptions backups)
{
    private readonly Lazy<string> sqlite = new(reader.EngineVersion);

    public string Sqlite => sqlite.Value;

    public StoreStatus State
    {
        get
        {
            var state = writer.State;
            return new StoreStatus(state.Records, state.Reason, state.Since, writer.Waiting, Bytes, opening.Epoch);
        }
    }

    public BackupStatus Backups => new(backup.NewestAt, backups.Every.TotalSeconds, backups.Keep);

    /// <summary>The database and its journal.</summary>
    private long Bytes => new[] { options.DatabasePath, options.DatabasePath + "-wal" }
        .Select(path => new FileInfo(path)).Where(file => file.Exists).Sum(file => file.Length);
}
