namespace Chatter.Core.Domain;

/// <summary>Something worth showing now and nothing worth keeping: it has no number and is not in the log.</summary>
public abstract record RoomSignal;

/// <summary>A persona is about to speak; shown until the message comes or the time is over.</summary>
/// <param name="For">How long the line would take to write.</param>
public sealed record Typing(Author Author, TimeSpan For) : RoomSignal;

/// <summary>What the room is doing, and why, when it is not talking.</summary>
public sealed record RoomPhaseChanged(RoomPhase Phase, string? Reason) : RoomSignal;

/// <summary>The room's figures, sent when they change.</summary>
public sealed record StatsChanged(RoomStats Stats) : RoomSignal;

/// <summary>What a room is doing.</summary>
public enum RoomPhase
{
    /// <summary>Nobody watches; the first viewer wakes it.</summary>
    Asleep,

    Talking,

    /// <summary>It would talk but cannot: nothing can be recorded, or the ceiling is reached and no voice may take over.</summary>
    Paused,

    /// <summary>Switched off by an admin.</summary>
    Off,
}

/// <summary>A room's figures.</summary>
/// <param name="Viewers">Visible tabs and sockets at this moment.</param>
/// <param name="Messages">Messages in the log.</param>
/// <param name="PerMinute">Messages a minute over the last five minutes.</param>
/// <param name="Tokens">Tokens spent in all.</param>
/// <param name="Cost">Dollars spent in all.</param>
/// <param name="Clips">Messages that can be heard.</param>
public sealed record RoomStats(int Viewers, long Messages, double PerMinute, long Tokens, decimal Cost, long Clips);
