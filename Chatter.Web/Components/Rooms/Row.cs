using Chatter.Core.Domain;

namespace Chatter.Web.Components.Rooms;

/// <summary>A message with what its row shows beside the words.</summary>
/// <param name="Event">The message, or what is left of it.</param>
/// <param name="Continues">Said by the same author just after the row above, which then stands for both.</param>
/// <param name="Answers">The message answered; null if it answers none, or the one just above, where everybody sees it.</param>
/// <param name="Clip">Its sound; null if it cannot be heard.</param>
public sealed record Row(RoomEvent Event, bool Continues, Quote? Answers, AudioReady? Clip)
{
    /// <summary>Lines of one author this close together stand under one name.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMinutes(5);

    public static bool Follows(RoomEvent e, RoomEvent? above) =>
        e.Message is { ReplyTo: null } said && above?.Message is { } before
        && said.Author.Key == before.Author.Key && e.At - above.At < Breath;
}

/// <summary>What is shown of a message that is answered.</summary>
/// <param name="Message">Null if it was taken back.</param>
public sealed record Quote(long Seq, Message? Message);
