using Chatter.Core.Domain;
using Chatter.Core.Rooms;

namespace Chatter.Web.Admin;

/// <summary>How the house stands at one moment, for the admin's eyes.</summary>
/// <param name="Store">What the store says: null while it records, else why it cannot.</param>
/// <param name="Safety">What the door decided since the start.</param>
public sealed record HouseReport(
    string? Store,
    ModelReport Model,
    SpeechReport Speech,
    MoneyReport Money,
    IReadOnlyList<RoomReport> Rooms,
    IReadOnlyList<SafetyReport> Safety,
    IReadOnlyList<string> Problems);

/// <summary>Who finds the words.</summary>
/// <param name="Name">The model and its address, or the offline voice.</param>
/// <param name="Standing">How its server stands, in a word; empty if there is none.</param>
/// <param name="Trouble">Why it does not answer, if it does not.</param>
/// <param name="Usual">How long an answer usually takes; null before the first.</param>
public sealed record ModelReport(string Name, string Standing, string? Trouble, TimeSpan? Usual);

/// <summary>Who speaks aloud, and how that went since the start.</summary>
public sealed record SpeechReport(string Provider, bool CanSpeak, ClipsReport Clips, string? LastError);

/// <summary>Messages made into sound since the start.</summary>
/// <param name="Made">New sounds, and those that were there already from an equal line.</param>
public sealed record ClipsReport(long Made, long Late, long Failed);

/// <summary>Calls, tokens and dollars of a room, or of all.</summary>
public sealed record MoneyReport(
    long CallsToday, long ErrorsToday, long TokensToday, decimal Today, decimal DailyCeiling, decimal Month, decimal MonthlyCeiling);

/// <summary>One room at one moment.</summary>
/// <param name="Voice">Who found the words of the last turn.</param>
/// <param name="InsteadBecause">Why that was not the model; null if it was, or if there is none.</param>
public sealed record RoomReport(
    Room Room, RoomPhaseChanged Phase, RoomStats Stats, MoneyReport Money, ClipsReport Clips, string Voice, string? InsteadBecause);

/// <summary>What one rule of the door did since the start, in all rooms together.</summary>
/// <param name="Rule">Empty: all verdicts, whatever the rule.</param>
public sealed record SafetyReport(string Rule, long Passed, long Sanitised, long Dropped);
