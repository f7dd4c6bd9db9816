using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Core.Archive;

/// <summary>Search and backups, ready for a host.</summary>
public static class ArchiveServices
{
    /// <exception cref="InvalidOperationException">A setting is out of range; the message names its key.</exception>
    public static IServiceCollection AddArchive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(BackupOptions.Read(configuration));
        services.AddSingleton<Search>();
        services.AddSingleton<Backup>();
        services.AddSingleton<Forgetting>();
        services.AddHostedService<ForgettingHost>();
        services.AddHostedService<BackupHost>();
        services.AddHostedService<BackupSocketHost>();
        return services;
    }
}
