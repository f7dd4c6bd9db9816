using Chatter.Core.Gateway.Safety;
using Chatter.Core.Logs;
using Chatter.Core.Personas;
using Chatter.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Chatter.Core.Rooms;

/// <summary>The store, the logs, the door and the rooms, ready for a host.</summary>
public static class RoomServices
{
    /// <param name="contentFolder">The folder with <c>rooms/</c>, <c>personas/</c> and the rest, as an absolute path.</param>
    public static IServiceCollection AddRooms(this IServiceCollection services, StoreOptions store, string contentFolder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(store);
        services.AddSingleton<StoreOpening>();
        services.AddSingleton<StoreWriter>();
        services.AddSingleton<StoreReader>();
        services.AddSingleton<RoomLogs>();
        services.AddSingleton(_ => SafetyRules.Load(contentFolder));
        services.AddSingleton<SafetyCounters>();
        services.AddSingleton<Gateway.Gateway>();
        services.AddSingleton(Random.Shared);
        services.AddSingleton<RadioTurns>();
        services.AddSingleton<RoomDirectory>();
        services.AddSingleton<RoomOpening>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<OpeningHost>(provider, contentFolder));
        services.TryAddSingleton<Speech.VoicedRooms>();
        services.AddHostedService<RoomVoices>();
        services.AddSingleton<RoomHost>();
        services.AddHostedService(provider => provider.GetRequiredService<RoomHost>());
        services.AddHostedService<StatisticsHost>();
        return services;
    }
}

/// <summary>Opens the store and the rooms before anything else runs, and before the first request is let in.</summary>
internal sealed class OpeningHost(StoreOpening opening, StoreWriter writer, RoomOpening rooms, string contentFolder) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        opening.Open();
        writer.Start();
        await rooms.OpenAsync(contentFolder, cancellationToken).ConfigureAwait(false);
    }

    // The writer drains and closes when the container is disposed, after every host has stopped writing.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
