using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using OpenAI.Chat;

namespace Chatter.Core.Language.Providers;

/// <summary>What is asked of a chat model.</summary>
/// <param name="System">Who speaks and the rules.</param>
/// <param name="User">What was said so far, as data, and what is wanted now.</param>
public sealed record ChatRequest(string Model, string System, string User, double Temperature, int MaxTokens, IReadOnlyList<string> Stop);

/// <summary>What a chat model answered.</summary>
/// <param name="Finish">Why it stopped; null if it never said, and then the text may be a part only.</param>
/// <param name="PromptTokens">As the server counted; null if it did not say.</param>
public sealed record ChatAnswer(string Text, string? Finish, int? PromptTokens, int? CompletionTokens);

/// <summary>
/// One call to <c>chat/completions</c> by the official client. The body is read here, within a bound and without trusting its
/// shape: servers answer with no choices, no content, half of a document, a web page, or without end.
/// </summary>
public sealed class OpenAiChat(OpenAiConnection connection, LanguageOptions options, TimeProvider clock)
{
    /// <summary>How long a stream that has given its finish_reason is waited for, for the usage that may follow.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1);

    /// <exception cref="ProviderFaultException">There is no answer.</exception>
    public async Task<ChatAnswer> AskAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var client = new ChatClient(request.Model, connection.Key, connection.Options);
            var result = await client.CompleteChatAsync(
                BinaryContent.Create(BinaryData.FromBytes(Write(request))), OpenAiConnection.Request(cancellationToken)).ConfigureAwait(false);
            using var response = result.GetRawResponse();
            if (response.Status is < 200 or > 299)
                throw await OpenAiFaults.FromAsync(response, LanguageOptions.Section, clock, cancellationToken).ConfigureAwait(false);

            await using var body = new BoundedStream(response.ContentStream ?? Stream.Null, options.MaxAnswerKiB * 1024L);
            return response.Headers.TryGetValue("Content-Type", out var type) && type!.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
                ? await ReadStreamAsync(body, cancellationToken).ConfigureAwait(false)
                : await ReadDocumentAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not ProviderFaultException && !cancellationToken.IsCancellationRequested)
        {
            throw fault is TooLongException
                ? new ProviderFaultException($"The model's server answered with more than {options.MaxAnswerKiB} KiB.", fault) { MayBeBilled = true }
                : OpenAiFaults.From(fault);
        }
        catch (Exception fault) when (fault is not ProviderFaultException and not OperationCanceledException)
        {
            // Broken off from our side: what the connection says about it is of no interest.
            throw new OperationCanceledException("The call was broken off.", fault, cancellationToken);
        }
    }

    private byte[] Write(ChatRequest request)
    {
        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model", request.Model);
        json.WriteStartArray("messages");
        WriteMessage(json, "system", request.System);
        WriteMessage(json, "user", request.User);
        json.WriteEndArray();
        json.WriteNumber("temperature", request.Temperature);

        // OpenAI's own newer models refuse the old name, many compatible servers ignore the new one.
        json.WriteNumber(options.Address.Host == OpenAiAddress.Default.Host ? "max_completion_tokens" : "max_tokens", request.MaxTokens);
        if (request.Stop.Count > 0)
        {
            json.WriteStartArray("stop");
            foreach (var stop in request.Stop)
                json.WriteStringValue(stop);
            json.WriteEndArray();
        }

        if (options.Stream)
        {
            json.WriteBoolean("stream", true);
            json.WriteStartObject("stream_options");
            json.WriteBoolean("include_usage", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.ToArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
        json.WriteEndObject();
    }

    private static async Task<ChatAnswer> ReadDocumentAsync(Stream body, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(body, default, cancellationToken).ConfigureAwait(false);
        var choice = Choice(document.RootElement) ?? throw new ProviderFaultException("The model's server answered without a choice.") { MayBeBilled = true };
        var (prompt, completion) = Usage(document.RootElement);
        var text = choice.TryGetProperty("message", out var message) ? Content(message) : "";
        return new ChatAnswer(text, Text(choice, "finish_reason"), prompt, completion);
    }

    private async Task<ChatAnswer> ReadStreamAsync(Stream body, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var text = new StringBuilder();
        string? finish = null;
        (int? Prompt, int? Completion) usage = default;
        try
        {
            await foreach (var item in SseParser.Create(body).EnumerateAsync(either.Token).ConfigureAwait(false))
            {
                if (item.Data == "[DONE]")
                    break;
                using var chunk = JsonDocument.Parse(item.Data);
                if (Choice(chunk.RootElement) is { } choice)
                {
                    if (choice.TryGetProperty("delta", out var delta))
                        text.Append(Content(delta));
                    finish = Text(choice, "finish_reason") ?? finish;
                }

                if (Usage(chunk.RootElement) is { Prompt: not null } counted)
                    usage = counted;
                if (finish is not null && usage.Prompt is not null)
                    break;
                if (finish is not null)
                    patience.CancelAfter(Afterwards);
            }
        }
        catch (OperationCanceledException) when (finish is not null && !cancellationToken.IsCancellationRequested)
        {
            // The answer is whole; the usage never came and is estimated.
        }

        return new ChatAnswer(text.ToString(), finish, usage.Prompt, usage.Completion);
    }

    private static JsonElement? Choice(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("Not an object.");
        return root.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0
            && choices[0].ValueKind == JsonValueKind.Object
            ? choices[0]
            : null;
    }

    /// <summary>The words of a message: a text, or as some servers have it, a list of parts.</summary>
    private static string Content(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content", out var content))
            return "";
        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => Text(part, "text"))),
            _ => "",
        };
    }

    private static (int? Prompt, int? Completion) Usage(JsonElement root) =>
        root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
            ? (Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"))
            : default;

    private static int? Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0
            ? count
            : null;

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
