namespace Chatter.Web.Components;

/// <summary>How a viewer wants the pages, from two cookies that the pages' own script writes; read before the first byte, so that nothing flashes.</summary>
/// <param name="Light">The light theme instead of the dark one.</param>
/// <param name="Performance">Fewer messages, no sound, no movement.</param>
public sealed record Preferences(bool Light, bool Performance)
{
    public const string ThemeCookie = "chatter-theme";
    public const string ViewCookie = "chatter-view";

    public static Preferences Of(HttpContext http) =>
        new(http.Request.Cookies[ThemeCookie] == "light", http.Request.Cookies[ViewCookie] == "performance");
}
