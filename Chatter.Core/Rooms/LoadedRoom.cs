using System.Text.Json.Nodes;
using Chatter.Core.Domain;

namespace Chatter.Core.Rooms;

/// <summary>A room as its files describe it.</summary>
/// <param name="Card">What the room is.</param>
/// <param name="Settings">The file's <c>settings</c>, raw: only the fields that differ from the code.</param>
/// <param name="Cast">The personas seated here, in the card's order.</param>
/// <param name="File">The room's file, from the content folder.</param>
public sealed record LoadedRoom(RoomCard Card, JsonObject Settings, IReadOnlyList<Persona> Cast, string File);

/// <summary>Something in a content file that cannot be used; it disables the rooms that need the file and no others.</summary>
/// <param name="File">The file, from the content folder.</param>
/// <param name="Key">The key inside it, such as <c>voice.pitch</c>; empty for the file as a whole.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record ContentProblem(string File, string Key, string Reason)
{
    /// <summary>A problem told in one line, as <c>file: reason</c>.</summary>
    public static ContentProblem Parse(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? new ContentProblem(line, "", "cannot be used") : new ContentProblem(line[..colon], "", line[(colon + 2)..]);
    }

    public override string ToString() => Key.Length == 0 ? $"{File}: {Reason}" : $"{File}: {Key}: {Reason}";
}

/// <summary>Everything the content folder gave.</summary>
/// <param name="Rooms">The rooms that can be opened, by file name.</param>
/// <param name="Personas">Every persona whose file is good, by id.</param>
/// <param name="Problems">What was wrong, file by file.</param>
public sealed record LoadedContent(
    IReadOnlyList<LoadedRoom> Rooms, IReadOnlyList<Persona> Personas, IReadOnlyList<ContentProblem> Problems);
