using System.Net;
using Chatter.Tests.Fakes;
using Chatter.Web.Admin;

namespace Chatter.Tests.Admin;

public sealed class SignInTests
{
    private const string Settings = "/api/v1/rooms/philosophy/settings";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public async Task The_printed_token_opens_once_and_gives_a_cookie_of_thirty_days_that_scripts_cannot_read()
    {
        await using var chatter = new TestChatter().Started();
        var (token, first, second) = (chatter.Token(), chatter.Stranger(), chatter.Stranger());

        var entered = await first.EnterAsync(token);
        var again = await second.EnterAsync(token);

        Assert.Equal("/admin", entered.Headers.Location?.OriginalString);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("chatter-admin=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        Assert.DoesNotContain("; secure", cookie);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync(Settings)).StatusCode);
        Assert.StartsWith("/admin/enter?wrong=true", again.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync(Settings)).StatusCode);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_locked_to_its_host_and_sent_over_https_alone()
    {
        await using var chatter = new TestChatter().With("Chatter:Proxies:0", "127.0.0.1").Started();
        var client = chatter.Stranger();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        var page = await client.GetAsync("/admin/enter");
        var forms = page.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("chatter-forms=", StringComparison.Ordinal));
        client.DefaultRequestHeaders.Add("Cookie", forms.Split(';')[0]);
        var entered = await client.PostFormAsync("/admin/sign-in", await page.Content.ReadAsStringAsync(), ("token", chatter.Token()));

        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-chatter-admin=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("; secure", cookie);
        Assert.Contains("; path=/;", cookie);
        Assert.DoesNotContain("domain=", cookie);
        Assert.Contains("; secure", forms.ToLowerInvariant());
    }

    [Fact]
    public async Task The_cookie_still_opens_after_a_restart_because_its_keys_are_kept_where_only_the_program_reads()
    {
        await using var before = new TestChatter().Started();
        var client = before.Stranger();
        var cookie = (await client.EnterAsync(before.Token())).Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("chatter-admin=", StringComparison.Ordinal)).Split(';')[0];
        var keys = Path.Combine(before.DataDirectory, "keys");
        var mode = OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(keys);

        await using var after = new TestChatter();
        Copy(keys, Path.Combine(after.DataDirectory, "keys"));
        after.Started();
        var request = new HttpRequestMessage(HttpMethod.Get, Settings);
        request.Headers.Add("Cookie", cookie);
        var answer = await after.Stranger().SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(OwnerOnly, mode);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_signs_nobody_in()
    {
        await using var chatter = new TestChatter().Started();
        var client = chatter.Stranger();

        var answer = await client.PostAsync("/admin/sign-in", new FormUrlEncodedContent([new("token", chatter.Token())]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Ten_wrong_tokens_a_minute_are_answered_and_then_even_the_right_one_waits()
    {
        var clock = new ManualClock();
        await using var chatter = new TestChatter().With(services => services.AddClock(clock)).Started();
        var client = chatter.Stranger();
        for (var i = 0; i < 10; i++)
            await client.EnterAsync("wrong");

        var eleventh = await client.EnterAsync(chatter.Token());
        clock.Advance(TimeSpan.FromSeconds(61));
        var later = await client.EnterAsync(chatter.Token());

        Assert.Equal(HttpStatusCode.TooManyRequests, eleventh.StatusCode);
        Assert.NotNull(eleventh.Headers.RetryAfter);
        Assert.Equal("/admin", later.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/", "/admin")]
    [InlineData("//evil.example", "/admin")]
    [InlineData("/admin//evil.example/../..", "/admin//evil.example/../..")]
    [InlineData("/administrator", "/admin")]
    [InlineData("/admin/rooms/philosophy", "/admin/rooms/philosophy")]
    public async Task Signing_in_leads_to_the_admins_own_pages_and_nowhere_else(string asked, string led)
    {
        await using var chatter = new TestChatter().Started();

        var answer = await chatter.Stranger().EnterAsync(chatter.Token(), asked);

        Assert.Equal(led, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Signing_out_ends_the_cookie_even_where_it_was_copied()
    {
        await using var chatter = new TestChatter().Started();
        var client = chatter.Stranger();
        var entered = await client.EnterAsync(chatter.Token());
        var copy = new HttpRequestMessage(HttpMethod.Get, Settings);
        copy.Headers.Add("Cookie", entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("chatter-admin=", StringComparison.Ordinal)).Split(';')[0]);

        await client.LeaveAsync();
        var answer = await chatter.Stranger().SendAsync(copy);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_key_opens_as_a_bearer_and_a_wrong_one_does_not()
    {
        await using var chatter = new TestChatter().WithKey().Started();

        var right = await chatter.Admin().GetAsync(Settings);
        var wrong = await chatter.Admin("a-key-of-more-than-17").GetAsync(Settings);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (right.StatusCode, wrong.StatusCode));
        Assert.Equal("not_signed_in", (string?)(await wrong.JsonAsync())["code"]);
    }

    [Fact]
    public async Task Without_a_key_no_bearer_opens_not_even_an_empty_one()
    {
        await using var chatter = new TestChatter().Started();

        var answer = await chatter.Admin(" ").GetAsync(Settings);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public void A_short_key_is_refused_at_start_by_its_name_and_without_telling_it()
    {
        var refusal = new AdminOptions.Check().Validate(null, new AdminOptions { Key = "sesame" });

        Assert.Equal("Chatter:Admin:Key must have at least 16 characters, but has 6.", refusal.FailureMessage);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
