namespace Chatter.Web.Start;

/// <summary>Where the program finds its things: the checkout it was built in, or its own folder when published.</summary>
/// <param name="Home">The folder of <c>appsettings.json</c>; relative paths in settings count from here.</param>
/// <param name="WebRoot">The content root of the web host, which holds <c>wwwroot</c>.</param>
internal sealed record Paths(string Home, string WebRoot)
{
    /// <summary>Looks beside the program first, then upwards for the checkout. Throws with a sentence if neither is there.</summary>
    public static Paths Find(string programFolder)
    {
        if (File.Exists(Path.Combine(programFolder, "appsettings.json")))
            return new Paths(programFolder, programFolder);
        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Chatter.sln")))
                return new Paths(folder.FullName, Path.Combine(folder.FullName, "Chatter.Web"));
        }

        throw new InvalidOperationException($"appsettings.json is neither in {programFolder} nor in a folder above it; publish the program anew, or run it from its checkout.");
    }

    /// <summary>The data folder. An empty setting is none: the home folder itself is never filled with a database and keys.</summary>
    public string Data(string? setting) => From(string.IsNullOrWhiteSpace(setting) ? "data" : setting);

    /// <summary>A path from the settings as an absolute one.</summary>
    public string From(string path) => Path.GetFullPath(path, Home);
}
