namespace Chatter.Web.Components.Rooms;

/// <summary>A stretch of a room's messages as markup, prepared once and shown to everybody; it is replaced, never changed.</summary>
/// <param name="First">The <c>seq</c> of its first message: the chunk's key.</param>
/// <param name="Last">The <c>seq</c> of its last message.</param>
/// <param name="FirstNumber">The first message's place among the room's messages.</param>
/// <param name="LastNumber">The last message's place; there is no hole between the two.</param>
/// <param name="Html">Markup that holds nothing of the viewer.</param>
/// <param name="Answers">The <c>seq</c> of older messages quoted in it, so that it changes with them.</param>
public sealed record Chunk(long First, long Last, long FirstNumber, long LastNumber, string Html, IReadOnlyList<long> Answers)
{
    public int Rows => (int)(LastNumber - FirstNumber + 1);

    /// <summary>Whether something that happens to this message shows in here.</summary>
    public bool Concerns(long seq) => (seq >= First && seq <= Last) || Answers.Contains(seq);
}
