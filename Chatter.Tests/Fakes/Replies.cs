using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Chatter.Tests.Fakes;

/// <summary>The ways in which a model's server answers, well and badly.</summary>
public static class Replies
{
    /// <summary>An ordinary answer; as a stream of events if the request asks for one.</summary>
    /// <param name="usage">Prompt and completion tokens; null leaves usage out.</param>
    public static Reply Says(string? text, (int Prompt, int Completion)? usage = null, string? finish = "stop") => (http, call) =>
        call.Streams ? StreamAsync(http, text ?? "", usage, finish, done: true) : JsonAsync(http, Completion(text, usage, finish));

    /// <summary>A stream whose connection ends properly, but before any finish_reason or <c>[DONE]</c>.</summary>
    public static Reply StreamCut(string text) => (http, _) => StreamAsync(http, text, null, finish: null, done: false);

    /// <summary>A refusal with an error of the usual form.</summary>
    public static Reply Fails(int status, string code = "server_error", params (string Name, string Value)[] headers) => (http, _) =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        return JsonAsync(http, JsonSerializer.Serialize(new { error = new { message = "It did not work out.", type = code, code } }));
    };

    /// <summary>429 with Retry-After in seconds.</summary>
    public static Reply TooFast(int retryAfterSeconds) =>
        Fails(429, "rate_limit_exceeded", ("Retry-After", retryAfterSeconds.ToString(CultureInfo.InvariantCulture)));

    /// <summary>429 with Retry-After as an HTTP date.</summary>
    public static Reply TooFast(DateTimeOffset until) =>
        Fails(429, "rate_limit_exceeded", ("Retry-After", until.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>429 with the header that counts milliseconds.</summary>
    public static Reply TooFastMs(int retryAfterMs) =>
        Fails(429, "rate_limit_exceeded", ("retry-after-ms", retryAfterMs.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Any body at all, sent whole.</summary>
    public static Reply Body(string body, string mediaType = "application/json", int status = 200) => (http, _) =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = mediaType;
        return http.Response.WriteAsync(body, http.RequestAborted);
    };

    /// <summary>Bytes, as speech answers.</summary>
    public static Reply Sound(byte[] bytes, string mediaType = "audio/wav") => async (http, _) =>
    {
        http.Response.ContentType = mediaType;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    };

    public static Reply Html() => Body("<!doctype html><html><body><h1>Bad gateway</h1></body></html>", "text/html");

    public static Reply Empty() => Body("");

    public static Reply NoChoices() => Body("""{"id":"x","object":"chat.completion","created":1,"model":"fake","choices":[]}""");

    /// <summary>The connection is torn down before any answer.</summary>
    public static Reply Resets() => (http, _) =>
    {
        http.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Nothing comes until the caller gives up.</summary>
    public static Reply Hangs() => (http, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);

    /// <summary>Waits for the test before it answers.</summary>
    public static Reply After(Task signal, Reply reply) => async (http, call) =>
    {
        await signal.WaitAsync(http.RequestAborted);
        await reply(http, call);
    };

    /// <summary>The head of an answer and then a byte now and again, for ever.</summary>
    public static Reply Drips() => async (http, _) =>
    {
        http.Response.ContentType = "application/json";
        while (true)
        {
            await http.Response.WriteAsync(" ", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, http.RequestAborted);
        }
    };

    /// <summary>A good answer, one byte at a time.</summary>
    public static Reply ByteByByte(string text) => async (http, _) =>
    {
        http.Response.ContentType = "application/json";
        foreach (var b in Encoding.UTF8.GetBytes(Completion(text, (10, 10), "stop")))
        {
            await http.Response.Body.WriteAsync(new[] { b }, http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    };

    /// <summary>Half of a good answer, then the connection goes.</summary>
    public static Reply Cut(string text) => async (http, _) =>
    {
        var body = Encoding.UTF8.GetBytes(Completion(text, (10, 10), "stop"));
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    };

    /// <summary>Half of a good answer, properly ended: JSON that stops in the middle.</summary>
    public static Reply HalfJson(string text) => Body(Completion(text, (10, 10), "stop")[..60]);

    /// <summary>A well-formed answer of this many bytes.</summary>
    public static Reply Huge(int bytes) => async (http, _) =>
    {
        http.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        http.Response.ContentType = "application/json";
        var around = Completion("@", (10, 10), "stop").Split('@');
        await http.Response.WriteAsync(around[0], http.RequestAborted);
        var block = Encoding.ASCII.GetBytes(new string('a', 65536));
        for (var sent = 0; sent < bytes; sent += block.Length)
            await http.Response.Body.WriteAsync(block, http.RequestAborted);
        await http.Response.WriteAsync(around[1], http.RequestAborted);
    };

    /// <summary>A stream of events that never ends.</summary>
    public static Reply Endless() => async (http, _) =>
    {
        http.Response.ContentType = "text/event-stream";
        while (true)
        {
            await http.Response.WriteAsync($"data: {Chunk("on and on ", null)}\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    };

    private static Task JsonAsync(HttpContext http, string body)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body, http.RequestAborted);
    }

    private static async Task StreamAsync(HttpContext http, string text, (int Prompt, int Completion)? usage, string? finish, bool done)
    {
        http.Response.ContentType = "text/event-stream";
        for (var i = 0; i < text.Length; i += 8)
            await SendAsync(Chunk(text[i..Math.Min(i + 8, text.Length)], null));
        if (finish is not null)
            await SendAsync(Chunk("", finish));
        if (usage is { } u)
        {
            await SendAsync(
                $$"""{"id":"x","object":"chat.completion.chunk","created":1,"model":"fake","choices":[],"usage":{{Usage(u)}}}""");
        }

        if (done)
            await SendAsync("[DONE]");

        Task SendAsync(string data) => http.Response.WriteAsync($"data: {data}\n\n", http.RequestAborted);
    }

    private static string Chunk(string text, string? finish) =>
        $$"""{"id":"x","object":"chat.completion.chunk","created":1,"model":"fake","choices":[{"index":0,"delta":{"content":{{Quoted(text)}}},"finish_reason":{{Quoted(finish)}}}]}""";

    private static string Completion(string? text, (int Prompt, int Completion)? usage, string? finish) =>
        $$"""{"id":"x","object":"chat.completion","created":1,"model":"fake","choices":[{"index":0,"message":{"role":"assistant","content":{{Quoted(text)}}},"finish_reason":{{Quoted(finish)}}}]{{(usage is { } u ? ",\"usage\":" + Usage(u) : "")}}}""";

    private static string Usage((int Prompt, int Completion) u) =>
        $$"""{"prompt_tokens":{{u.Prompt}},"completion_tokens":{{u.Completion}},"total_tokens":{{u.Prompt + u.Completion}}}""";

    private static string Quoted(string? text) => JsonSerializer.Serialize(text);
}
