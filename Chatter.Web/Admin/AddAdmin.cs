using Chatter.Core.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Chatter.Web.Admin;

/// <summary>The admin's sign-in, rights and endpoints.</summary>
internal static class AdminServices
{
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddOptions<AdminOptions>().BindConfiguration(AdminOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptions.Check>();
        services.AddSingleton<OneTimeToken>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<AdminSessions>();
        services.AddHostedService<TokenPrinter>();
        services.AddSingleton<MoneyReader>();
        services.AddSingleton<VoicesReader>();
        services.AddSingleton<HouseReader>();
        services.AddScoped<AdminDesk>();
        services.AddRights();
        services.AddKeys();
        return services;
    }

    public static void MapAdmin(this IEndpointRouteBuilder app)
    {
        app.MapSignIn();
        var room = app.MapGroup("/api/v1/rooms/{slug}")
            .RequireAuthorization(AdminAccess.Policy)
            .AddEndpointFilter(AdminGuard.KeepAsync)
            .WithTags("Admin");
        room.MapSettings();
        room.MapActions();
    }

    private static void AddRights(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, AdminCookie>();
        services.AddAuthentication(AdminAccess.EitherScheme)
            .AddPolicyScheme(AdminAccess.EitherScheme, null, scheme => scheme.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? AdminAccess.KeyScheme : AdminAccess.CookieScheme)
            .AddCookie(AdminAccess.CookieScheme)
            .AddScheme<AuthenticationSchemeOptions, AdminKeyHandler>(AdminAccess.KeyScheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(AdminAccess.Policy, policy => policy.RequireAssertion(context => AdminAccess.IsAdmin(context.User)));
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, AdminStateProvider>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "chatter-forms";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    /// <summary>The keys that cookies are sealed with outlive a restart, in a folder that only the program's own account can read.</summary>
    private static void AddKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("chatter");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(keys =>
        {
            var folder = provider.GetRequiredService<StoreOptions>().KeysDirectory;
            Directory.CreateDirectory(folder);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder), provider.GetRequiredService<ILoggerFactory>());
        }));
    }
}
