using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chatter.Core.Domain;
using Chatter.Tests.Fakes;
using Chatter.Web.Admin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Chatter.Tests.Admin;

/// <summary>Calls to the admin's side of the program, as a program or a browser makes them.</summary>
internal static partial class AdminCalls
{
    public const string Key = "a-key-of-more-than-16";

    public static TestChatter WithKey(this TestChatter chatter) => chatter.With("Chatter:Admin:Key", Key);

    /// <summary>A client that sends the admin's key.</summary>
    public static HttpClient Admin(this TestChatter chatter, string key = Key)
    {
        var client = chatter.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client with a jar of its own that follows nothing by itself.</summary>
    public static HttpClient Stranger(this TestChatter chatter) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = chatter.Address };

    public static string Token(this TestChatter chatter) => chatter.Services.GetRequiredService<OneTimeToken>().Value!;

    /// <summary>Signs a client in as a person does: opens the printed address and presses the button.</summary>
    public static async Task<HttpResponseMessage> EnterAsync(this HttpClient client, string token, string? returnUrl = null)
    {
        var page = await client.GetStringAsync($"/admin/enter?token={token}");
        return await client.PostFormAsync("/admin/sign-in", page, ("token", token), ("returnUrl", returnUrl ?? ""));
    }

    /// <summary>Signs a client out as the button on the page does.</summary>
    public static async Task<HttpResponseMessage> LeaveAsync(this HttpClient client) =>
        await client.PostFormAsync("/admin/sign-out", await client.GetStringAsync("/admin/enter"));

    /// <summary>Sends a form with the antiforgery token that stands in the page.</summary>
    public static Task<HttpResponseMessage> PostFormAsync(
        this HttpClient client, string address, string page, params (string Name, string Value)[] fields) =>
        client.PostAsync(address, new FormUrlEncodedContent(
            fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
                .Append(KeyValuePair.Create("__RequestVerificationToken", AntiforgeryField().Match(page).Groups[1].Value))));

    public static async Task<RoomEvent> LastAsync(this TestChatter chatter, string slug = "philosophy") =>
        (await chatter.Room(slug).Log.ReadMessagesBeforeAsync(null, 1, Reader.House, CancellationToken.None))[0];

    public static void AddClock(this IServiceCollection services, TimeProvider clock)
    {
        services.RemoveAll<TimeProvider>();
        services.AddSingleton(clock);
    }

    public static Task<HttpResponseMessage> PutSettingsAsync(this HttpClient client, string json, string? version, string slug = "philosophy") =>
        client.SendSettingsAsync(HttpMethod.Put, json, version, slug);

    public static Task<HttpResponseMessage> SendSettingsAsync(
        this HttpClient client, HttpMethod method, string json, string? version, string slug = "philosophy")
    {
        var request = new HttpRequestMessage(method, $"/api/v1/rooms/{slug}/settings")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        return client.SendAsync(request);
    }

    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>())!;

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
