using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chatter.Tests.Fakes;

/// <summary>
/// A server that speaks the real protocol over HTTP and answers only what it was told: first the replies in line, then the
/// standing one. Asked anything else it answers 500, and says so when it is disposed.
/// </summary>
public sealed class FakeOpenAI : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<FakeCall> calls = new();
    private readonly ConcurrentQueue<string> unexpected = new();
    private readonly Lock gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> waiting = [];
    private int inFlight, mostInFlight;

    private FakeOpenAI(WebApplication app) => this.app = app;

    /// <summary>The base address to configure, ending in <c>/v1</c>.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>What <c>/v1/chat/completions</c> answers.</summary>
    public ReplyLine Chat { get; } = new();

    /// <summary>What <c>/v1/audio/speech</c> answers.</summary>
    public ReplyLine Speech { get; } = new();

    /// <summary>Every request received, in order.</summary>
    public IReadOnlyList<FakeCall> Calls => [.. calls];

    /// <summary>The most requests that were being answered at one time.</summary>
    public int MostInFlight => Volatile.Read(ref mostInFlight);

    /// <summary>Starts a server on a free port.</summary>
    public static async Task<FakeOpenAI> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // A reply may hang or drip for as long as it likes; the test ends it.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        var app = builder.Build();
        var fake = new FakeOpenAI(app);
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        fake.Endpoint = new Uri(app.Urls.Single() + "/v1");
        return fake;
    }

    /// <summary>Completes when this many requests have been received in all; fails after some seconds.</summary>
    public Task CalledAsync(int count, int seconds = 10)
    {
        lock (gate)
        {
            if (calls.Count >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (!unexpected.IsEmpty)
            throw new InvalidOperationException("FakeOpenAI was asked what it was not told: " + string.Join("; ", unexpected));
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var now = Interlocked.Increment(ref inFlight);
        lock (gate)
            mostInFlight = Math.Max(mostInFlight, now);
        try
        {
            var call = await ReceiveAsync(http);
            var line = call.Path switch
            {
                "/v1/chat/completions" => Chat,
                "/v1/audio/speech" => Speech,
                _ => null,
            };
            if (line?.Next() is { } reply)
            {
                await reply(http, call);
                return;
            }

            unexpected.Enqueue($"{http.Request.Method} {call.Path} {call.Body}");
            http.Response.StatusCode = 500;
            await http.Response.WriteAsync("""{"error":{"message":"This fake was not told what to answer.","type":"unscripted","code":"unscripted"}}""");
        }
        catch (Exception fault) when (http.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or IOException)
        {
            // The caller hung up first, which several replies are there to provoke.
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    private async Task<FakeCall> ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var call = new FakeCall(
            http.Request.Path, await reader.ReadToEndAsync(http.RequestAborted), http.Request.Headers.Authorization.ToString());
        lock (gate)
        {
            calls.Enqueue(call);
            foreach (var (_, reached) in waiting.Where(w => w.Count <= calls.Count))
                reached.TrySetResult();
            waiting.RemoveAll(w => w.Count <= calls.Count);
        }

        return call;
    }
}

/// <summary>A request as the fake received it.</summary>
/// <param name="Authorization">The header whole, such as <c>Bearer key</c>.</param>
public sealed record FakeCall(string Path, string Body, string Authorization)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public bool Streams => Json.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    /// <summary>The text of the chat message with this role; empty if there is none.</summary>
    public string Said(string role) => string.Join(
        "\n", Json.GetProperty("messages").EnumerateArray()
            .Where(m => m.GetProperty("role").GetString() == role)
            .Select(m => m.GetProperty("content").GetString()));
}

/// <summary>One way of answering a request.</summary>
public delegate Task Reply(HttpContext http, FakeCall call);

/// <summary>What an address answers: the replies in line first, each once, then the standing one if there is any.</summary>
public sealed class ReplyLine
{
    private readonly ConcurrentQueue<Reply> line = new();
    private volatile Reply? standing;

    /// <summary>Answers the next requests with these, each once.</summary>
    public ReplyLine Then(params Reply[] replies)
    {
        foreach (var reply in replies)
            line.Enqueue(reply);
        return this;
    }

    /// <summary>Answers every request that has no reply in line.</summary>
    public ReplyLine Always(Reply reply)
    {
        standing = reply;
        return this;
    }

    internal Reply? Next() => line.TryDequeue(out var reply) ? reply : standing;
}
