using Chatter.Core.Domain;

namespace Chatter.Tests.Fakes;

/// <summary>Messages for tests that need something said and do not care what.</summary>
public static class Lines
{
    public static Message By(string speaker, string text, long? replyTo = null) => new()
    {
        Author = new Author(AuthorKind.Persona, speaker, speaker[..1].ToUpperInvariant() + speaker[1..], "#88aaff", []),
        Text = text,
        ReplyTo = replyTo,
    };

    public static Message ByViewer(string speaker, string text) => By(speaker, text) with
    {
        Author = new Author(AuthorKind.Viewer, speaker, speaker, "#cccccc", []),
        Origin = MessageOrigin.Human,
    };
}
