using System.Net;
using System.Net.WebSockets;
using Chatter.Tests.Fakes;
using Chatter.Tests.Streaming;
using Chatter.Web.Guards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Tests.Guards;

public sealed class GuardsTests : IAsyncLifetime
{
    private readonly TestChatter chatter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await chatter.DisposeAsync();

    [Theory]
    [InlineData("/stream/philosophy", "https://evil.example", 403)]
    [InlineData("/hubs/chat", "https://evil.example", 403)]
    [InlineData("/_blazor", "https://evil.example", 403)]
    [InlineData("/stream/philosophy", "null", 403)]
    [InlineData("/stream/philosophy", "http://127.0.0.1:1", 403)]
    [InlineData("/stream/philosophy", "https://127.0.0.1:{port}", 403)]
    [InlineData("/stream/philosophy", "http://127.0.0.1:{port}", 101)]
    [InlineData("/stream/philosophy", "https://friend.example", 101)]
    [InlineData("/hubs/chat", "http://127.0.0.1:{port}", 101)]
    [InlineData("/_blazor", "http://127.0.0.1:{port}", 101)]
    public async Task Only_pages_of_the_house_and_of_listed_origins_may_open_sockets(string path, string origin, int status)
    {
        chatter.With("Chatter:Origins:0", "https://friend.example/").Started();

        using var client = await RawClient.OpenAsync(
            chatter.Address, path, $"Origin: {origin.Replace("{port}", chatter.Address.Port.ToString(), StringComparison.Ordinal)}\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/rooms/philosophy")]
    [InlineData("/api/v1/rooms")]
    [InlineData("/api/v1/rooms/philosophy/export")]
    [InlineData("/metrics")]
    [InlineData("/manifest.webmanifest")]
    public async Task Whoever_asks_for_the_head_alone_gets_what_the_whole_would_have(string address)
    {
        using var http = chatter.Started().CreateClient();

        using var whole = await http.GetAsync(address);
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, address));

        Assert.Equal((HttpStatusCode.OK, whole.StatusCode), (head.StatusCode, head.StatusCode));
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_house_that_is_full_asks_to_come_back_and_lets_in_again_when_somebody_leaves()
    {
        chatter.With("Chatter:Limits:Connections", "2").Started();
        var first = await StreamClient.OpenAsync(chatter.Address);
        await using var second = await StreamClient.OpenAsync(chatter.Address);

        using var third = await RawClient.OpenAsync(chatter.Address);
        var answer = await third.ReadHeadAsync();
        await first.DisposeAsync();
        await Eventually.Is(() => chatter.Services.GetRequiredService<SocketSeats>().Taken == 1, "a seat is free");
        await using var fourth = await StreamClient.OpenAsync(chatter.Address);

        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 10", answer, StringComparison.Ordinal);
        Assert.Equal(WebSocketState.Open, fourth.Socket.State);
    }

    [Fact]
    public async Task An_address_behind_a_trusted_proxy_has_its_own_limit()
    {
        chatter.With("Chatter:Limits:ConnectionsPerAddress", "1").With("Chatter:Proxies:0", "127.0.0.0/8").Started();

        using var one = await RawClient.OpenAsync(chatter.Address, headers: "X-Forwarded-For: 203.0.113.7\r\n");
        var first = await one.ReadHeadAsync();
        using var same = await RawClient.OpenAsync(chatter.Address, headers: "X-Forwarded-For: 203.0.113.7\r\n");
        using var other = await RawClient.OpenAsync(chatter.Address, headers: "X-Forwarded-For: 203.0.113.8\r\n");

        Assert.StartsWith("HTTP/1.1 101 ", first, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 429 ", await same.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101 ", await other.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forwarded_headers_of_strangers_are_not_believed()
    {
        chatter.With("Chatter:Limits:ConnectionsPerAddress", "1").Started();

        using var one = await RawClient.OpenAsync(chatter.Address, headers: "X-Forwarded-For: 203.0.113.7\r\n");
        using var same = await RawClient.OpenAsync(chatter.Address, headers: "X-Forwarded-For: 203.0.113.7\r\n");
        using var lying = await RawClient.OpenAsync(chatter.Address, headers: "X-Forwarded-Host: evil.example\r\nOrigin: http://evil.example\r\n");

        Assert.StartsWith("HTTP/1.1 101 ", await one.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101 ", await same.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", await lying.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hubs/chat?id=x")]
    [InlineData("/_blazor?id=x")]
    public async Task Other_ways_than_WebSockets_are_refused(string path)
    {
        chatter.Started();
        using var http = chatter.CreateClient();

        var polling = await http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, polling.StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_browsers_need_and_none_that_tells_what_runs_here()
    {
        chatter.Started();
        using var http = chatter.CreateClient();

        var answer = await http.GetAsync(new Uri("/nowhere/at/all", UriKind.Relative));

        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("strict-origin-when-cross-origin", Header(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal("camera=(), microphone=(), geolocation=()", Header(answer, "Permissions-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task An_inline_script_of_the_house_is_let_through_by_a_nonce_that_is_new_each_time()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseMiddleware<SecurityHeaders>();
        app.MapGet("/", (HttpContext http) => http.Nonce());
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        var (first, second) = (await client.GetAsync(new Uri("/", UriKind.Relative)), await client.GetAsync(new Uri("/", UriKind.Relative)));

        var nonce = await first.Content.ReadAsStringAsync();
        Assert.Contains($"script-src 'self' 'nonce-{nonce}';", Header(first, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain(nonce, Header(second, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_named_hosts_are_answered_once_they_are_named()
    {
        chatter.With("AllowedHosts", "chat.example").Started();
        using var http = chatter.CreateClient();

        var answer = await http.GetAsync(new Uri("/healthz", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("Chatter:Limits:Connections", "0", "Chatter:Limits:Connections must be a whole number from 1 to 1000000, but is 0.")]
    [InlineData("Chatter:Origins:0", "chat.example", "Chatter:Origins:0 must be an origin such as https://chat.example, but is chat.example.")]
    [InlineData("Chatter:Proxies:1", "nowhere", "Chatter:Proxies:1 must be an address such as 10.0.0.5 or a network such as 10.0.0.0/8, but is nowhere.")]
    public void A_wrong_setting_is_named_at_start(string key, string value, string message)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

        var fault = Assert.Throws<InvalidOperationException>(() => GuardOptions.Read(settings));

        Assert.Equal(message, fault.Message);
    }

    [Fact]
    public void Addresses_of_one_household_count_together_and_are_forgotten_when_they_leave()
    {
        var seats = new SocketSeats(new GuardOptions { ConnectionsPerAddress = 1 });

        var first = seats.TryTake(IPAddress.Parse("2001:db8:1:2::1"));
        var neighbour = seats.TryTake(IPAddress.Parse("2001:db8:1:2::ffff"));
        var stranger = seats.TryTake(IPAddress.Parse("2001:db8:1:3::1"));
        seats.Leave(IPAddress.Parse("2001:db8:1:2::1"));
        seats.Leave(IPAddress.Parse("2001:db8:1:3::1"));

        Assert.Equal((SeatAnswer.Free, SeatAnswer.TooManyFromAddress, SeatAnswer.Free), (first, neighbour, stranger));
        Assert.Equal((0, 0), (seats.Taken, seats.Addresses));
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}
