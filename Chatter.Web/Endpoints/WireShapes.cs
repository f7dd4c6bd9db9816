namespace Chatter.Web.Endpoints;

// The shapes of docs/api.md for the API document; the writing itself is EventJson's, the same as on the streams.

/// <summary>A message; of one taken back only <c>type</c>, <c>seq</c> and <c>retracted</c> are left.</summary>
/// <param name="Type">Always <c>message</c>.</param>
/// <param name="Seq">Its number in the room's log.</param>
/// <param name="Text">Plain text on one line: never interpret it as markup.</param>
/// <param name="Origin"><c>bot</c>, <c>human</c> or <c>system</c>.</param>
/// <param name="Retracted">Only there, and true, when its words were taken back.</param>
internal sealed record WireMessage(
    string Type, long Seq, string? Id, DateTimeOffset? At, WireAuthor? Author, string? Text, string? Topic, long? ReplyTo,
    IReadOnlyList<string>? Mentions, int? Tokens, string? Origin, bool? Retracted);

/// <summary>Who spoke, as they looked then.</summary>
internal sealed record WireAuthor(string Kind, string Id, string Name, string Color, IReadOnlyList<string> Badges);

/// <summary>A page of messages in rising order.</summary>
/// <param name="Before">Ask with <c>before</c> set to this for older ones; null if there are none.</param>
/// <param name="After">Ask with <c>after</c> set to this for newer ones; null if there are none yet.</param>
/// <param name="Epoch">The history the numbers are of.</param>
internal sealed record WireMessages(IReadOnlyList<WireMessage> Items, long? Before, long? After, string Epoch);

/// <summary>A page of what was found, newest first.</summary>
/// <param name="Before">Ask with <c>before</c> set to this for older ones; null if there are none.</param>
internal sealed record WireFindings(IReadOnlyList<WireFinding> Items, long? Before, string Epoch);

/// <summary>A message found.</summary>
/// <param name="Hits">Where the words stand in its text: start and length in UTF-16 units.</param>
internal sealed record WireFinding(WireMessage Message, IReadOnlyList<IReadOnlyList<int>> Hits);

/// <summary>A line of an export.</summary>
/// <param name="Type"><c>message</c>, <c>audio</c>, <c>retracted</c>, <c>topic</c> or <c>skip</c>.</param>
internal sealed record WireLine(string Type, long Seq);
