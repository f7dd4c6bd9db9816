using Chatter.Core.Domain;

namespace Chatter.Core.Rooms;

/// <summary>The rooms there are, by slug; filled once at start.</summary>
public sealed class RoomDirectory
{
    private volatile IReadOnlyList<Room> rooms = [];

    /// <summary>What in the content folder could not be used.</summary>
    public IReadOnlyList<ContentProblem> Problems { get; private set; } = [];

    /// <summary>All rooms in the order of their files.</summary>
    public IReadOnlyList<Room> All(Reader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return rooms;
    }

    /// <summary>The room with this slug, or null: a room one may not see looks like one that is not there.</summary>
    public Room? Find(string slug, Reader reader) => All(reader).FirstOrDefault(r => r.Card.Slug == slug);

    internal void Fill(IReadOnlyList<Room> opened, IReadOnlyList<ContentProblem> problems)
    {
        Problems = problems;
        rooms = opened;
    }
}
