using System.Text.Json;
using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Language.Providers;
using Chatter.Core.Language.Spending;
using Chatter.Core.Speech;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Speech;

public sealed class OpenAiSpeechTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_line_is_asked_for_in_the_cards_voice_and_speed()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Speech.Then(Replies.Sound(FakeSpeech.Wave(44_100)));
        await using var store = new TestStore();
        using var speech = Voice(fake, store);

        var sound = await speech.SpeakAsync(Saying("I know that I know nothing.", new VoiceCard { OpenAi = "onyx", Speed = 132 }), None);

        Assert.Equal(("audio/wav", 1.0), (sound.MediaType, sound.Duration));
        var call = fake.Calls.Single();
        Assert.Equal(("/v1/audio/speech", "Bearer key"), (call.Path, call.Authorization));
        Assert.Equal(
            """{"model":"tts-1","input":"I know that I know nothing.","voice":"onyx","response_format":"mp3","speed":0.8}""",
            JsonSerializer.Serialize(call.Json));
    }

    [Fact]
    public async Task What_was_spoken_is_booked_by_its_characters_for_the_purpose_speech()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Speech.Then(Replies.Sound(FakeSpeech.Wave(44_100)));
        await using var store = new TestStore();
        using var speech = Voice(fake, store);

        await speech.SpeakAsync(Saying(new string('a', 200)), None);

        await using var db = store.Reader.CreateDbContext();
        var row = db.Usage.Single();
        Assert.Equal(("speech", "ada", "tts-1", 1L, 3000L, 0L), (row.Purpose, row.Persona, row.Model, row.Calls, row.Micros, row.Held));
    }

    [Fact]
    public async Task Beyond_the_rooms_ceiling_nothing_is_called()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        await using var store = new TestStore();
        using var speech = Voice(fake, store);

        var fault = await Assert.ThrowsAsync<SpeechFailedException>(() => speech.SpeakAsync(
            Saying(new string('a', 200)) with { Settings = new RoomSettings { DailyCeiling = 0.002m } }, None));

        Assert.Contains("may be spent today", fault.Message, StringComparison.Ordinal);
        Assert.Empty(fake.Calls);
    }

    public static TheoryData<string, Reply> BadAnswers => new()
    {
        { "a web page", Replies.Html() },
        { "nothing", Replies.Empty() },
        { "wrong JSON", Replies.Body("""{"error":null}""") },
        { "a refusal", Replies.Fails(400, "invalid_voice") },
        { "a wrong key", Replies.Fails(401, "invalid_api_key") },
        { "more than is read", Replies.Huge(20 * 1024 * 1024) },
        { "half an answer", Replies.Cut("never mind") },
        { "a wave without sound", Replies.Sound(FakeSpeech.Wave(0)) },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task Every_bad_answer_is_a_failure_and_no_sound(string what, Reply reply)
    {
        Assert.NotEmpty(what);
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Speech.Always(reply);
        await using var store = new TestStore();
        using var speech = Voice(fake, store);

        await Assert.ThrowsAsync<SpeechFailedException>(() => speech.SpeakAsync(Saying("hello"), None));
    }

    [Fact]
    public async Task A_failure_that_passes_is_tried_once_more()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Speech.Then(Replies.Fails(500), Replies.Sound(FakeSpeech.Wave(44_100)));
        await using var store = new TestStore();
        using var speech = Voice(fake, store);

        var sound = await speech.SpeakAsync(Saying("hello"), None);

        Assert.Equal((1.0, 2), (sound.Duration, fake.Calls.Count));
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_and_the_room_goes_on()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Speech.Then(Replies.Hangs()).Always(Replies.Sound(FakeSpeech.Wave(44_100)));
        await using var store = new TestStore();
        using var speech = Voice(fake, store, new CallLimits { Whole = TimeSpan.FromSeconds(1), Attempt = TimeSpan.FromSeconds(1), Retries = 0 });

        await Assert.ThrowsAsync<SpeechFailedException>(() => speech.SpeakAsync(Saying("hello"), None));

        Assert.Equal(1.0, (await speech.SpeakAsync(Saying("hello again"), None)).Duration);
    }

    [Fact]
    public async Task A_stop_breaks_the_call_off()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Speech.Then(Replies.Hangs());
        await using var store = new TestStore();
        using var speech = Voice(fake, store);
        using var stop = new CancellationTokenSource();

        var speaking = speech.SpeakAsync(Saying("hello"), stop.Token);
        await fake.CalledAsync(1);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
    }

    [Theory]
    [InlineData("auto", "", "", "espeak")]
    [InlineData("none", "http://127.0.0.1:9/v1", "", "none: Chatter:Speech:Provider is none")]
    [InlineData("openai", "", "", "none: Chatter:Speech:Provider is openai, but no key and no Endpoint is set")]
    [InlineData("openai", "", "sk-1", "tts-1 at https://api.openai.com/v1")]
    [InlineData("openai", "http://127.0.0.1:9/v1", "", "tts-1 at http://127.0.0.1:9/v1")]
    public async Task Who_speaks_is_chosen_by_the_configuration(string provider, string endpoint, string key, string description)
    {
        await using var services = Services(("Speech:Provider", provider), ("Speech:Endpoint", endpoint), ("Speech:ApiKey", key));

        var speech = services.GetRequiredService<ISpeech>();

        if (provider == "auto")
            Assert.True(speech is EspeakSpeech or NoSpeech);
        else
            Assert.Equal(description, speech.Description);
    }

    [Fact]
    public async Task The_models_key_is_not_sent_to_another_server()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Speech.Then(Replies.Sound(FakeSpeech.Wave(44_100)));
        await using var store = new TestStore();
        await using var services = Services(("Speech:Provider", "openai"), ("Speech:Endpoint", fake.Endpoint.ToString()), ("Language:ApiKey", "sk-secret"));

        var server = SpeechServices.Server(
            services.GetRequiredService<SpeechOptions>(), services.GetRequiredService<LanguageOptions>())!;
        using var speech = Voice(fake, store, key: server.Key);
        await speech.SpeakAsync(Saying("hello"), None);

        Assert.DoesNotContain("secret", fake.Calls.Single().Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_program_speaks_with_the_server_it_is_given()
    {
        await using var fake = await FakeOpenAI.StartAsync();
        fake.Speech.Always(Replies.Sound(FakeSpeech.Wave(44_100)));
        await using var chatter = new TestChatter()
            .With("Chatter:Speech:Provider", "openai").With("Chatter:Speech:Endpoint", fake.Endpoint.ToString()).With("Chatter:Speech:ApiKey", "key")
            .With("Chatter:Rooms:philosophy:AudioProbability", "1").With("Chatter:Rooms:philosophy:AlwaysOn", "true")
            .Started();
        var log = chatter.Room().Log;
        AudioReady? clip = null;

        // The voice begins at the head it finds when it starts; a line said before that stays unheard, so another follows.
        var looks = 0;
        await Eventually.IsAsync(
            async () =>
            {
                if (looks++ % 200 == 0)
                    await chatter.SayAsync($"hello there, for the {looks}th time");
                clip = (await log.ReadAfterAsync(0, 500, Reader.House, None)).Select(e => e.Body).OfType<AudioReady>().FirstOrDefault();
                return clip is not null;
            },
            "it is announced");

        using var http = chatter.CreateClient();
        Assert.Equal(44_144, (await http.GetByteArrayAsync($"/audio/{clip!.Clip}")).Length);
        Assert.Equal((1.0, "alloy"), (clip.Duration, clip.Voice));
    }

    private static OpenAiSpeech Voice(FakeOpenAI fake, TestStore store, CallLimits? limits = null, string? key = "key")
    {
        var budget = new Budget(store.Writer, new BudgetOptions(), store.Clock, NullLogger<Budget>.Instance);
        var calls = new ProviderCalls(
            "the voice's server", limits ?? new CallLimits { RetryDelay = TimeSpan.FromMilliseconds(1) }, budget, store.Clock, NullLogger.Instance);
        return new OpenAiSpeech(
            new OpenAiConnection(fake.Endpoint, key), calls, new PriceTable([]), new SpeechServer(fake.Endpoint, key, "tts-1", "mp3"), store.Clock);
    }

    private static Utterance Saying(string text, VoiceCard? voice = null) =>
        new(new RoomId(1), new RoomSettings(), new PersonaId("ada"), voice ?? new VoiceCard(), text);

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => "Chatter:" + s.Key, s => (string?)s.Value)).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new Core.Storage.StoreOptions { DataDirectory = Path.GetTempPath() });
        services.AddSingleton<Core.Storage.StoreWriter>();
        services.AddSingleton(LanguageOptions.Read(configuration));
        services.AddSingleton(new BudgetOptions());
        services.AddSingleton(new PriceTable([]));
        services.AddSingleton<Budget>();
        services.AddSpeech(configuration);
        return services.BuildServiceProvider();
    }
}
