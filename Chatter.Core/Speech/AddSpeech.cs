using Chatter.Core.Language;
using Chatter.Core.Language.Providers;
using Chatter.Core.Language.Spending;
using Chatter.Core.Logs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Speech;

/// <summary>Speech, ready for a host; who speaks is chosen here and nowhere else.</summary>
public static class SpeechServices
{
    /// <exception cref="InvalidOperationException">A setting is out of range; the message names its key.</exception>
    public static IServiceCollection AddSpeech(this IServiceCollection services, IConfiguration configuration)
    {
        var options = SpeechOptions.Read(configuration);
        services.AddSingleton(options);
        services.AddSingleton(provider => Choose(options, provider));
        services.TryAddSingleton<VoicedRooms>();
        services.AddSingleton<ClipCache>();
        services.AddSingleton<ClipMaker>();
        services.AddSingleton<ClipShelf>();
        services.AddSingleton<SpeechCounters>();
        services.AddSingleton<ClipAnnouncer>();
        services.AddSingleton<Func<VoicedRoom, SpeechReader>>(provider => room => new SpeechReader(
            room,
            ActivatorUtilities.CreateInstance<LogCursor>(provider, SpeechReader.Name, room.Log),
            provider.GetRequiredService<ClipAnnouncer>(),
            options,
            provider.GetRequiredService<SpeechCounters>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<SpeechHost>();
        return services;
    }

    private static ISpeech Choose(SpeechOptions options, IServiceProvider services) => options.Provider switch
    {
        SpeechProvider.None => new NoSpeech($"{SpeechOptions.Section}:Provider is none"),
        SpeechProvider.OpenAI => Server(options, services.GetRequiredService<LanguageOptions>()) is { } server
            ? Remote(server, options, services)
            : new NoSpeech($"{SpeechOptions.Section}:Provider is openai, but no key and no Endpoint is set"),
        _ => (ISpeech?)EspeakInstallation.Find(options.EspeakProgram, services.GetRequiredService<TimeProvider>())
            ?? new NoSpeech("espeak-ng is not installed"),
    };

    /// <summary>A key goes only to the server it was given for: with an endpoint of its own, speech has a key of its own.</summary>
    internal static SpeechServer? Server(SpeechOptions options, LanguageOptions language)
    {
        if (options.Endpoint.Length > 0)
            return new SpeechServer(new Uri(options.Endpoint.TrimEnd('/')), options.ApiKey, options.Model, options.Format);
        return options.ApiKey.Length > 0 || language.HasModel
            ? new SpeechServer(language.Address, options.ApiKey.Length > 0 ? options.ApiKey : language.ApiKey, options.Model, options.Format)
            : null;
    }

    private static OpenAiSpeech Remote(SpeechServer server, SpeechOptions options, IServiceProvider services)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var limits = new CallLimits { MaxParallel = options.Parallel, Whole = options.Timeout, Attempt = options.Timeout };
        var calls = new ProviderCalls(
            "the voice's server", limits, services.GetRequiredService<Budget>(), clock, services.GetRequiredService<ILogger<ProviderCalls>>());
        return new OpenAiSpeech(
            new OpenAiConnection(server.Address, server.Key), calls, services.GetRequiredService<PriceTable>(), server, clock);
    }
}
