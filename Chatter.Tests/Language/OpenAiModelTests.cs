using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Language.Prompts;
using Chatter.Core.Language.Providers;
using Chatter.Core.Language.Spending;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Language;

public sealed class OpenAiModelTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string, Reply, string> Failures { get; } = new()
    {
        { "429", Replies.Fails(429, "rate_limit_exceeded"), "asks for fewer calls (429 rate_limit_exceeded)" },
        { "no money", Replies.Fails(429, "insufficient_quota"), "no money left" },
        { "400", Replies.Fails(400, "invalid_request_error"), "refuses the call (400 invalid_request_error)" },
        { "401", Replies.Fails(401, "invalid_api_key"), "does not accept the key (401 invalid_api_key). Check Chatter:Language:ApiKey" },
        { "404", Replies.Fails(404, "model_not_found"), "Check Chatter:Language:Endpoint and Chatter:Language:Model" },
        { "302", Replies.Fails(302, "moved", ("Location", "http://127.0.0.1:1/")), "sends us elsewhere" },
        { "500", Replies.Fails(500), "has trouble of its own (500 server_error)" },
        { "503 with a page", Replies.Body("<html>busy</html>", "text/html", 503), "has trouble of its own (503)" },
        { "reset", Replies.Resets(), "connection to the model's server broke" },
        { "cut", Replies.Cut("The arrow rests."), "connection to the model's server broke" },
        { "half JSON", Replies.HalfJson("The arrow rests."), "is not an answer" },
        { "HTML", Replies.Html(), "is not an answer" },
        { "empty", Replies.Empty(), "is not an answer" },
        { "wrong JSON", Replies.Body("""["not", "this"]"""), "is not an answer" },
        { "wrong types", Replies.Body("""{"choices":[42]}"""), "without a choice" },
        { "no choices", Replies.NoChoices(), "without a choice" },
        { "50 MB", Replies.Huge(50 * 1024 * 1024), "more than 1024 KiB" },
        { "endless", Replies.Endless(), "more than 1024 KiB" },
        { "no finish_reason", Replies.Says("The arrow", finish: null), "broke off in the middle" },
        { "cut stream", Replies.StreamCut("The arrow"), "broke off in the middle" },
    };

    [Fact]
    public async Task A_turn_becomes_one_call_with_the_models_settings_and_a_clean_line()
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says("Ada: \"The arrow rests.\"", (210, 9)));

        var draft = await edge.WriteAsync();

        var asked = Assert.Single(edge.Server.Calls);
        Assert.Equal("The arrow rests.", draft.Text);
        Assert.Equal("Bearer secret-key", asked.Authorization);
        Assert.Equal("gpt-4o-mini", asked.Json.GetProperty("model").GetString());
        Assert.Equal(0.8, asked.Json.GetProperty("temperature").GetDouble());
        Assert.Equal(150, asked.Json.GetProperty("max_tokens").GetInt32());
        Assert.Equal("\n\n", asked.Json.GetProperty("stop")[0].GetString());
        Assert.Contains("You are Ada.", asked.Said("system"));
    }

    [Fact]
    public async Task A_rooms_own_model_temperature_and_length_are_asked_for()
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says("Yes."));

        await edge.WriteAsync(s => s with { Model = "llama3.2:3b", Temperature = 0.2, MaxTokens = 40 });

        var asked = edge.Server.Calls[0].Json;
        Assert.Equal("llama3.2:3b", asked.GetProperty("model").GetString());
        Assert.Equal(0.2, asked.GetProperty("temperature").GetDouble());
        Assert.Equal(40, asked.GetProperty("max_tokens").GetInt32());
    }

    [Fact]
    public async Task Usage_given_by_the_server_is_what_is_booked()
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says("The arrow rests.", (1000, 500)));

        var draft = await edge.WriteAsync();

        var booked = await edge.Book.TotalAsync(null, None);
        Assert.Equal((1000, 500), (draft.PromptTokens, draft.CompletionTokens));
        Assert.Equal(0.0045m, draft.Cost);
        Assert.Equal((1L, 1000L, 500L, 0.0045m), (booked.Calls, booked.PromptTokens, booked.CompletionTokens, booked.Cost));
    }

    [Fact]
    public async Task Without_usage_four_characters_are_a_token()
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says("The arrow rests."));

        var draft = await edge.WriteAsync();

        var asked = edge.Server.Calls[0];
        Assert.Equal(4, draft.CompletionTokens);
        Assert.Equal((asked.Said("system").Length + asked.Said("user").Length + 3) / 4, draft.PromptTokens);
    }

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task A_failure_is_a_reason_for_the_status_page_and_never_a_line(string what, Reply reply, string reason)
    {
        await using var edge = await Edge.StartAsync(retries: 0);
        edge.Server.Chat.Then(reply);

        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => edge.WriteAsync());

        Assert.True(refusal.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {refusal.Message}");
        Assert.Equal(refusal.Message, edge.Calls.Health.Current.Trouble);
        Assert.Equal((1L, 1L), (edge.Calls.Health.Current.Calls, edge.Calls.Health.Current.Errors));
    }

    [Theory]
    [InlineData(null, "stop")]
    [InlineData("", "stop")]
    [InlineData("The arrow rests.", "content_filter")]
    [InlineData("The arrow rests.", "tool_calls")]
    public async Task An_answer_with_nothing_fit_to_be_said_is_silence_and_paid_for(string? content, string finish)
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says(content, (100, 2), finish));

        var draft = await edge.WriteAsync();

        Assert.Equal("", draft.Text);
        Assert.Equal(0.000306m, (await edge.Book.TotalAsync(null, None)).Cost);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("The arrow")]
    public async Task An_answer_that_used_up_its_tokens_before_a_whole_sentence_says_so_and_is_paid_for(string? content)
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says(content, (100, 150), "length"));

        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => edge.WriteAsync());

        Assert.Contains("raise MaxTokens", refusal.Message);
        Assert.Equal(0.00075m, (await edge.Book.TotalAsync(null, None)).Cost);
    }

    [Fact]
    public async Task A_count_that_cannot_be_true_spends_no_money()
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says("The arrow rests.", (int.MaxValue, int.MaxValue)));

        var draft = await edge.WriteAsync();

        Assert.Equal(4, draft.CompletionTokens);
        Assert.InRange((await edge.Book.TotalAsync(null, None)).Cost, 0.000001m, 0.01m);
    }

    [Fact]
    public async Task An_answer_cut_at_its_length_ends_with_a_whole_sentence()
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says("The arrow rests. It only seems to", finish: "length"));

        var draft = await edge.WriteAsync();

        Assert.Equal("The arrow rests.", draft.Text);
    }

    [Fact]
    public async Task An_answer_that_comes_one_byte_at_a_time_is_read()
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.ByteByByte("The arrow rests."));

        var draft = await edge.WriteAsync();

        Assert.Equal("The arrow rests.", draft.Text);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("drip")]
    public async Task A_server_that_hangs_or_drips_for_ever_is_given_up_after_ten_seconds(string how)
    {
        var clock = new ManualClock();
        await using var edge = await Edge.StartAsync(retries: 0, clock: clock);
        edge.Server.Chat.Then(how == "hang" ? Replies.Hangs() : Replies.Drips());

        var draft = edge.WriteAsync();
        await edge.Server.CalledAsync(1);
        clock.Advance(TimeSpan.FromSeconds(10));
        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => draft);

        Assert.Equal("The model's server did not answer within 10 s.", refusal.Message);
    }

    [Fact]
    public async Task A_stream_is_read_to_its_finish_reason_and_its_usage()
    {
        await using var edge = await Edge.StartAsync(stream: true);
        edge.Server.Chat.Then(Replies.Says("The arrow rests where it flies.", (77, 8)));

        var draft = await edge.WriteAsync();

        Assert.True(edge.Server.Calls[0].Streams);
        Assert.Equal("The arrow rests where it flies.", draft.Text);
        Assert.Equal((77, 8), (draft.PromptTokens, draft.CompletionTokens));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_passing_failure_is_tried_once_more_and_only_by_us(int status)
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Fails(status), Replies.Says("The arrow rests."));

        var draft = await edge.WriteAsync();

        Assert.Equal("The arrow rests.", draft.Text);
        Assert.Equal(2, edge.Server.Calls.Count);
    }

    [Theory]
    [InlineData("seconds")]
    [InlineData("date")]
    [InlineData("milliseconds")]
    public async Task Retry_after_is_understood_in_each_of_its_forms(string form)
    {
        var clock = new ManualClock();
        await using var edge = await Edge.StartAsync(clock: clock);
        edge.Server.Chat.Then(form switch
        {
            "seconds" => Replies.TooFast(90),
            "date" => Replies.TooFast(clock.GetUtcNow().AddSeconds(90)),
            _ => Replies.TooFastMs(90_000),
        });

        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => edge.WriteAsync());
        await Assert.ThrowsAsync<ModelUnavailableException>(() => edge.WriteAsync());

        Assert.Equal(TimeSpan.FromSeconds(90), refusal.RetryAfter);
        Assert.Single(edge.Server.Calls);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure_that_costs_nothing()
    {
        await using var edge = await Edge.StartAsync(retries: 0, endpoint: "http://127.0.0.1:9/v1");

        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => edge.WriteAsync());

        Assert.Equal("The model's server cannot be reached.", refusal.Message);
        Assert.Equal(0, (await edge.Book.TotalAsync(null, None)).Cost);
    }

    [Fact]
    public async Task A_reached_ceiling_calls_nobody()
    {
        await using var edge = await Edge.StartAsync();

        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => edge.WriteAsync(s => s with { DailyCeiling = 0.0001m }));

        Assert.Contains("spent what may be spent today", refusal.Message);
        Assert.Empty(edge.Server.Calls);
    }

    [Fact]
    public async Task The_worst_case_set_aside_covers_whatever_the_server_may_count()
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says("Yes."));

        await edge.WriteAsync();

        var asked = edge.Server.Calls[0];
        var bytes = System.Text.Encoding.UTF8.GetByteCount(asked.Said("system") + asked.Said("user"));
        var prompt = new PromptWriter(PromptTexts.Load(Checkout.Content)).Write(await Turns.InAsync(edge.Store));
        Assert.InRange(prompt.TokensAtMost, bytes, bytes + 100);
    }

    [Fact]
    public async Task A_line_that_names_someone_who_just_spoke_is_a_reply_to_them()
    {
        await using var edge = await Edge.StartAsync();
        edge.Server.Chat.Then(Replies.Says("Zeno, you tire me."));
        var turn = await Turns.InAsync(edge.Store);

        var draft = await edge.Model.WriteAsync(turn with { Recent = [Turns.Said(4, Lines.By("zeno", "Nothing moves.")), Turns.Said(5, Lines.By("ada", "Hm."))] }, None);

        Assert.Equal(4, draft.ReplyTo);
    }

    /// <summary>The model edge whole, against a server that answers as told.</summary>
    private sealed class Edge : IAsyncDisposable
    {
        private readonly OpenAiConnection connection;

        private Edge(FakeOpenAI server, LanguageOptions options, TimeProvider clock)
        {
            Server = server;
            Store = new TestStore(clock);
            Book = new UsageBook(Store.Reader, clock);
            connection = new OpenAiConnection(options.Address, options.ApiKey);
            var budget = new Budget(Store.Writer, new BudgetOptions(), clock, NullLogger<Budget>.Instance);
            Calls = new ProviderCalls(
                "the model's server", options.Limits with { RetryDelay = TimeSpan.Zero }, budget, clock, NullLogger.Instance);
            Model = new OpenAiModel(
                new PromptWriter(PromptTexts.Load(Checkout.Content)), new OpenAiChat(connection, options, clock), Calls,
                new PriceTable(options.Prices), options, NullLogger<OpenAiModel>.Instance);
        }

        public FakeOpenAI Server { get; }

        public TestStore Store { get; }

        public UsageBook Book { get; }

        public ProviderCalls Calls { get; }

        public OpenAiModel Model { get; }

        public static async Task<Edge> StartAsync(int retries = 1, bool stream = false, TimeProvider? clock = null, string? endpoint = null)
        {
            var server = await FakeOpenAI.StartAsync();
            var options = new LanguageOptions
            {
                Endpoint = endpoint ?? server.Endpoint.ToString(),
                ApiKey = "secret-key",
                Retries = retries,
                Stream = stream,
            };
            return new Edge(server, options, clock ?? TimeProvider.System);
        }

        public async Task<Draft> WriteAsync(Func<RoomSettings, RoomSettings>? set = null)
        {
            var turn = await Turns.InAsync(Store);
            return await Model.WriteAsync(turn with { Settings = (set ?? (s => s))(turn.Settings) }, None);
        }

        public async ValueTask DisposeAsync()
        {
            connection.Dispose();
            Calls.Dispose();
            await Store.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
