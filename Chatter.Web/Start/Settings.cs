namespace Chatter.Web.Start;

/// <summary>Reads the program's settings: the file at home, then the environment, then the command line.</summary>
internal static class Settings
{
    private const string DefaultAddress = "http://localhost:5080";

    public static void ReadSettings(this WebApplicationBuilder builder, Paths paths, string[] args)
    {
        // The builder has read the environment already; its own look for a file in the content root is replaced by ours.
        builder.Configuration.Sources.Clear();
        builder.Configuration
            .AddJsonFile(Path.Combine(paths.Home, "appsettings.json"), optional: false, reloadOnChange: false)
            .AddEnvironmentVariables()
            .AddCommandLine(args);

        // Static files of packages are found by manifest in a checkout, in any environment, and by folder when published.
        builder.WebHost.UseStaticWebAssets();
        if (string.IsNullOrEmpty(builder.Configuration["ASPNETCORE_URLS"]) && string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls(DefaultAddress);
    }
}
