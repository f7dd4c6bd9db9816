using Chatter.Core.Logs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        _ => (ISpeech?)EspeakInstallation.Find(options.EspeakProgram, services.GetRequiredService<TimeProvider>())
            ?? new NoSpeech("espeak-ng is not installed"),
    };
}
