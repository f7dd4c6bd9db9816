using Chatter.Core.Language.Offline;
using Chatter.Core.Language.Prompts;
using Chatter.Core.Language.Providers;
using Chatter.Core.Language.Spending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Language;

/// <summary>The voice of the rooms, ready for a host; which one speaks is chosen here and nowhere else.</summary>
public static class LanguageServices
{
    /// <param name="contentFolder">The folder with <c>prompts/</c> and <c>offline/</c>, as an absolute path.</param>
    /// <exception cref="InvalidOperationException">A setting is out of range, or a text of the prompts is missing; the message says which.</exception>
    public static IServiceCollection AddLanguage(this IServiceCollection services, IConfiguration configuration, string contentFolder)
    {
        var options = LanguageOptions.Read(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(BudgetOptions.Read(configuration));
        services.AddSingleton(new PriceTable(options.Prices));
        services.AddSingleton<Budget>();
        services.AddSingleton<UsageBook>();
        if (options.HasModel)
            services.AddModel(options, PromptTexts.Load(contentFolder));

        services.AddSingleton(new MaterialShelf(Path.Combine(contentFolder, "offline")));
        services.AddSingleton(provider => new OfflineVoice(provider.GetRequiredService<MaterialShelf>()));
        services.AddSingleton(provider => new RoomVoice(
            provider.GetService<OpenAiModel>(),
            provider.GetRequiredService<OfflineVoice>(),
            $"{options.Model} at {OpenAiAddress.Shown(options.Address)}",
            provider.GetService<ProviderCalls>()?.Health,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RoomVoice>>()));
        services.AddSingleton<ILanguageModel>(provider => provider.GetRequiredService<RoomVoice>());
        return services;
    }

    private static void AddModel(this IServiceCollection services, LanguageOptions options, PromptTexts texts)
    {
        services.AddSingleton(new PromptWriter(texts));
        services.AddSingleton(provider => new ProviderCalls(
            "the model's server", options.Limits, provider.GetRequiredService<Budget>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ProviderCalls>>()));
        services.AddSingleton(_ => new OpenAiConnection(options.Address, options.ApiKey));
        services.AddSingleton<OpenAiChat>();
        services.AddSingleton<OpenAiModel>();
    }
}
