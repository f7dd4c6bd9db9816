namespace Chatter.Web.Endpoints;

/// <summary>How the house stands: what speaks, what is heard, what is recorded, and what is wrong, in words for people.</summary>
/// <param name="Ok">Whether nothing is wrong: all is recorded, no room is held up, all content could be used.</param>
/// <param name="Notes">What whoever runs this should know.</param>
public sealed record StatusReport(
    bool Ok,
    VersionStatus Versions,
    DateTimeOffset StartedAt,
    ModelStatus Model,
    SpeechStatus Speech,
    StoreStatus Store,
    BackupStatus Backups,
    IReadOnlyList<RoomStatus> Rooms,
    ContentStatus Content,
    SafetyStatus Safety,
    IReadOnlyList<string> Notes);

public sealed record VersionStatus(string Chatter, string Runtime, string Sqlite);

/// <summary>Who writes the lines.</summary>
/// <param name="Voice"><c>offline voice</c>, or the model and its address.</param>
/// <param name="Offline">True when no model is configured.</param>
/// <param name="Said">The same in a sentence.</param>
/// <param name="Server">How the model's server stands: <c>unasked</c>, <c>well</c>, <c>failing</c> or <c>leftalone</c>; null without a model.</param>
/// <param name="Trouble">Why the last failed call failed.</param>
public sealed record ModelStatus(string Voice, bool Offline, string Said, string? Server, string? Trouble, DateTimeOffset? TroubleAt, long Calls, long Errors);

/// <summary>Who speaks aloud.</summary>
/// <param name="Voice">What speaks, or why nobody does.</param>
public sealed record SpeechStatus(string Voice, bool CanSpeak, long Made, long Late, long Failed, string? LastError, DateTimeOffset? LastErrorAt);

/// <summary>Whether what is said is recorded.</summary>
/// <param name="Waiting">Writes that wait.</param>
/// <param name="Epoch">The history that numbers are of.</param>
public sealed record StoreStatus(bool Records, string? Reason, DateTimeOffset Since, int Waiting, long Bytes, string Epoch);

/// <summary>The copies of the store.</summary>
/// <param name="EverySeconds">Time between two; 0: none are made by themselves.</param>
public sealed record BackupStatus(DateTimeOffset? NewestAt, double EverySeconds, int Keep);

/// <summary>What a room does, and why if it does not talk.</summary>
/// <param name="Voice">Who speaks in it now.</param>
/// <param name="VoiceReason">Why it is not the model that should.</param>
public sealed record RoomStatus(string Room, string Name, bool Enabled, string Phase, string? Reason, string Voice, string? VoiceReason);

/// <summary>Content files that could not be used, each with its key and the reason.</summary>
public sealed record ContentStatus(IReadOnlyList<string> Problems);

/// <summary>What the door decided since the start.</summary>
/// <param name="Rules">How often each rule acted.</param>
public sealed record SafetyStatus(long Passed, long Sanitised, long Dropped, IReadOnlyDictionary<string, long> Rules);
