namespace Chatter.Tests.Fakes;

/// <summary>Where the checkout is that the tests were built in.</summary>
public static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>The folder with rooms, personas, prompts and the rest.</summary>
    public static string Content => Path.Combine(Root, "content");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Chatter.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No Chatter.sln above the tests.");
    }
}
