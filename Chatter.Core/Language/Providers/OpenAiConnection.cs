using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;

namespace Chatter.Core.Language.Providers;

/// <summary>How the official client reaches a server: no retries and no clock of its own, and no redirects that would carry the key elsewhere.</summary>
public sealed class OpenAiConnection : IDisposable
{
    private readonly HttpClient http;

    /// <param name="key">Empty for servers that ask for none.</param>
    public OpenAiConnection(Uri address, string? key)
    {
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 64 * 1024,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        Key = new ApiKeyCredential(string.IsNullOrWhiteSpace(key) ? "none" : key);
        Options = new OpenAIClientOptions
        {
            Endpoint = address,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(0),
            // ProviderCalls owns time; this is only the net beneath it.
            NetworkTimeout = TimeSpan.FromMinutes(11),
        };
    }

    public ApiKeyCredential Key { get; }

    public OpenAIClientOptions Options { get; }

    /// <summary>A call whose body is read by ourselves, within a bound, and whose status is ours to judge.</summary>
    public static RequestOptions Request(CancellationToken cancellationToken) => new()
    {
        BufferResponse = false,
        ErrorOptions = ClientErrorBehaviors.NoThrow,
        CancellationToken = cancellationToken,
    };

    public void Dispose() => http.Dispose();
}
