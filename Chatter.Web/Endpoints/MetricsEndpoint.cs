using System.Diagnostics;
using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Chatter.Core.Language;
using Chatter.Core.Rooms;
using Chatter.Core.Speech;

namespace Chatter.Web.Endpoints;

/// <summary>The house's figures for Prometheus: <c>/metrics</c>. Labels are rooms, rules and routes, of which there are few.</summary>
internal static class MetricsEndpoint
{
    public static void AddMetricsPage(this IServiceCollection services)
    {
        services.AddSingleton<RequestTimes>();
        services.AddSingleton<MetricsPage>();
    }

    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        // Made now, so that requests are measured from the first on.
        var page = app.ServiceProvider.GetRequiredService<MetricsPage>();
        app.MapGet("/metrics", () => TypedResults.Text(page.Write(), Exposition.MediaType))
            .WithTags("Operation")
            .WithSummary("The house's figures in Prometheus' text format.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }
}

/// <summary>Collects the figures at the moment they are asked for.</summary>
internal sealed class MetricsPage(
    RoomDirectory rooms, RoomVoice voice, SpeechCounters speech, SafetyCounters safety, StoreReport store, RequestTimes requests)
{
    private static readonly RoomPhase[] Phases = Enum.GetValues<RoomPhase>();

    public string Write()
    {
        var page = new Exposition();
        page.Gauge("chatter_build_info", "Always 1; the labels say what runs.").Is(1, ("version", StatusReader.Version), ("sqlite", store.Sqlite));
        WriteRooms(page);
        WriteStore(page);
        WriteModel(page);
        WriteSpeech(page);
        WriteSafety(page);
        requests.Write(page);
        WriteProcess(page);
        return page.ToString();
    }

    private void WriteRooms(Exposition page)
    {
        var each = rooms.All(Reader.House).Select(room => (Slug: ("room", room.Card.Slug), Room: room, Stats: room.Statistics.Current)).ToList();
        var viewers = page.Gauge("chatter_room_viewers", "Visible tabs and sockets.");
        each.ForEach(r => viewers.Is(r.Room.Presence.Viewers, r.Slug));
        var events = page.Counter("chatter_room_events_total", "Events in the log.");
        each.ForEach(r => events.Is(r.Room.Log.Head, r.Slug));
        var messages = page.Counter("chatter_room_messages_total", "Messages in the log.");
        each.ForEach(r => messages.Is(r.Room.Log.MessageCount, r.Slug));
        var tokens = page.Counter("chatter_room_tokens_total", "Tokens spent.");
        each.ForEach(r => tokens.Is(r.Stats.Tokens, r.Slug));
        var cost = page.Counter("chatter_room_cost_dollars_total", "Dollars spent.");
        each.ForEach(r => cost.Is((double)r.Stats.Cost, r.Slug));
        var phase = page.Gauge("chatter_room_phase", "1 for what the room does now.");
        each.ForEach(r => Array.ForEach(Phases, p => phase.Is(r.Room.Phase.Phase == p ? 1 : 0, r.Slug, ("phase", p.ToString().ToLowerInvariant()))));
    }

    private void WriteStore(Exposition page)
    {
        var (state, backups) = (store.State, store.Backups);
        page.Gauge("chatter_store_records", "1 while what is said can be recorded.").Is(state.Records ? 1 : 0);
        page.Gauge("chatter_store_waiting", "Writes that wait.").Is(state.Waiting);
        page.Gauge("chatter_store_bytes", "Bytes of the database and its journal.").Is(state.Bytes);
        page.Gauge("chatter_backup_newest_timestamp_seconds", "When the newest backup was made; 0: there is none.")
            .Is(backups.NewestAt?.ToUnixTimeSeconds() ?? 0);
    }

    private void WriteModel(Exposition page)
    {
        page.Gauge("chatter_model_configured", "0 when only the offline voice speaks.").Is(voice.HasModel ? 1 : 0);
        if (voice.Server is not { } server)
            return;
        page.Counter("chatter_model_calls_total", "Calls to the model's server.").Is(server.Calls);
        page.Counter("chatter_model_errors_total", "Calls that failed.").Is(server.Errors);
        page.Gauge("chatter_model_calls_under_way", "Calls under way.").Is(server.UnderWay);
    }

    private void WriteSpeech(Exposition page)
    {
        var now = speech.Snapshot();
        page.Gauge("chatter_speech_available", "1 when messages can be made into sound.").Is(now.CanSpeak ? 1 : 0);
        page.Counter("chatter_speech_clips_total", "What became of messages that were to be heard.")
            .Is(now.All.Made, ("outcome", "made")).Is(now.All.Cached, ("outcome", "cached")).Is(now.All.Late, ("outcome", "late"))
            .Is(now.All.Failed, ("outcome", "failed")).Is(now.All.Silent, ("outcome", "silent")).Is(now.All.MadeAgain, ("outcome", "made_again"));
        page.Gauge("chatter_speech_cache_bytes", "Bytes of the sounds kept.").Is(now.Bytes);
    }

    private void WriteSafety(Exposition page)
    {
        var verdicts = page.Counter("chatter_safety_verdicts_total", "Verdicts of the door; rule \"any\" counts each verdict once.");
        foreach (var group in safety.Snapshot().GroupBy(c => (c.Origin, c.Outcome, c.Rule)))
        {
            var (origin, outcome, rule) = group.Key;
            verdicts.Is(
                group.Sum(c => c.Count), ("origin", origin.ToString().ToLowerInvariant()), ("outcome", outcome.ToString().ToLowerInvariant()),
                ("rule", rule == SafetyCount.AnyRule ? "any" : rule));
        }
    }

    private static void WriteProcess(Exposition page)
    {
        using var process = Process.GetCurrentProcess();
        page.Counter("chatter_process_cpu_seconds_total", "Processor time used.").Is(process.TotalProcessorTime.TotalSeconds);
        page.Gauge("chatter_process_resident_bytes", "Memory held.").Is(process.WorkingSet64);
        page.Gauge("chatter_process_heap_bytes", "Managed heap.").Is(GC.GetTotalMemory(forceFullCollection: false));
        page.Gauge("chatter_process_threads", "Threads of the pool.").Is(ThreadPool.ThreadCount);
        page.Gauge("chatter_process_start_time_seconds", "When the process started.").Is(new DateTimeOffset(process.StartTime).ToUnixTimeSeconds());
    }
}
