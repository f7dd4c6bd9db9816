namespace Chatter.Core.Language.Providers;

/// <summary>Base addresses of OpenAI-compatible servers.</summary>
public static class OpenAiAddress
{
    public static readonly Uri Default = new("https://api.openai.com/v1");

    /// <summary>Whether a text can serve as one: http or https, and no name or password that would be shown with it.</summary>
    public static bool IsGood(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;

    /// <summary>The address as people may see it.</summary>
    public static string Shown(Uri address) => address.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
