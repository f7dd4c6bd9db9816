using System.Text.Json.Nodes;

namespace Chatter.Core.Rooms.Settings;

/// <summary>What became of a change.</summary>
public enum SettingsOutcome
{
    /// <summary>It is recorded and holds from the next turn on.</summary>
    Changed,

    /// <summary>It said what holds already.</summary>
    Unchanged,

    /// <summary>Some of it cannot be; nothing was changed.</summary>
    Refused,

    /// <summary>Somebody changed the settings in between; nothing was changed.</summary>
    Stale,

    /// <summary>There is no such version to go back to.</summary>
    NoSuchVersion,
}

/// <summary>The answer to a change.</summary>
/// <param name="Version">The version that holds now.</param>
/// <param name="Refusals">What was refused, field by field.</param>
public sealed record SettingsAnswer(SettingsOutcome Outcome, long Version, IReadOnlyList<SettingRefusal> Refusals);

/// <summary>All fields of a room at one version.</summary>
public sealed record SettingsView(long Version, IReadOnlyList<SettingView> Fields);

/// <summary>One field as an admin sees it.</summary>
/// <param name="Value">What holds; null where the field is left to the program or the persona's card.</param>
/// <param name="Source">Who decides it.</param>
/// <param name="Default">What it is without admin and environment: the file's word, else the code's.</param>
public sealed record SettingView(SettingField Field, JsonNode? Value, SettingLayer Source, JsonNode? Default)
{
    /// <summary>Set by whoever started the program; cannot be changed while it is.</summary>
    public bool IsPinned => Source == SettingLayer.Environment;

    /// <summary>Its own layer says otherwise, but a stronger one contradicts it: a shortest delay follows a longest one that is shorter.</summary>
    public bool Follows { get; init; }
}

/// <summary>One version of a room's settings.</summary>
/// <param name="Version">The number of its event.</param>
/// <param name="By">Who made it.</param>
/// <param name="Note">What changed, in words.</param>
public sealed record SettingsVersion(long Version, DateTimeOffset At, string By, string Note);
