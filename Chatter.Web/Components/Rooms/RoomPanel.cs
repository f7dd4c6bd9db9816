namespace Chatter.Web.Components.Rooms;

/// <summary>What lies beside or over the conversation.</summary>
public enum RoomPanel
{
    None,
    Search,
    Facts,
}
