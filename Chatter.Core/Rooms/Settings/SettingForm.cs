using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chatter.Core.Rooms.Settings;

/// <summary>What a setting's value is, for whoever draws a field for it.</summary>
public enum SettingKind
{
    Switch,
    Span,
    Number,
    Text,
    Color,
    Choice,
    Lines,
}

/// <summary>The values a setting may have: how they are read from JSON or from the environment's text, and how they are written back.</summary>
/// <param name="Kind">What a field for it looks like.</param>
/// <param name="Allowed">The range in words, to stand after "must be".</param>
/// <param name="Read">The value a JSON node means, or null if it is none or out of range.</param>
/// <param name="Write">The one way the value is written.</param>
internal sealed record SettingForm<T>(SettingKind Kind, string Allowed, Func<JsonNode, Found<T>?> Read, Func<T, JsonNode> Write)
{
    public double? Least { get; init; }

    public double? Most { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>A value that was read; a struct around it, so that values of every kind can be missing.</summary>
internal readonly record struct Found<T>(T Value);

/// <summary>The forms a room's settings are made of.</summary>
internal static partial class SettingForms
{
    private const int LongestLine = 300;

    public static readonly SettingForm<bool> Switch = new(
        SettingKind.Switch,
        "true or false",
        node => Text(node) is { } text && bool.TryParse(text, out var on) ? new Found<bool>(on) : null,
        on => JsonValue.Create(on));

    public static readonly SettingForm<string> Color = new(
        SettingKind.Color,
        "a colour such as #7c9cff",
        node => Text(node) is { } text && ColorPattern().IsMatch(text) ? new Found<string>(text.ToLowerInvariant()) : null,
        color => JsonValue.Create(color)!);

    /// <summary>A time, written <c>00:00:15</c>; a plain number is seconds.</summary>
    public static SettingForm<TimeSpan> Span(TimeSpan least, TimeSpan most) => new(
        SettingKind.Span,
        $"a time from {Spoken(least)} to {Spoken(most)} (a plain number is seconds)",
        node => ReadSpan(Text(node)) is { } span && span >= least && span <= most ? new Found<TimeSpan>(span) : null,
        span => JsonValue.Create(Written(span))!)
    {
        Least = least.TotalSeconds,
        Most = most.TotalSeconds,
    };

    /// <param name="unit">What it counts, such as <c>tokens</c>.</param>
    public static SettingForm<int> Whole(int least, int most, string unit) => new(
        SettingKind.Number,
        $"a whole number from {least} to {most} {unit}",
        node => int.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most ? new Found<int>(number) : null,
        number => JsonValue.Create(number))
    {
        Least = least,
        Most = most,
    };

    public static SettingForm<double> Fraction(double least, double most) => new(
        SettingKind.Number,
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"),
        node => double.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most ? new Found<double>(number) : null,
        number => JsonValue.Create(number))
    {
        Least = least,
        Most = most,
    };

    public static SettingForm<decimal> Dollars(decimal most) => new(
        SettingKind.Number,
        $"an amount from 0 to {most} dollars",
        node => decimal.TryParse(Text(node), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= 0 && number <= most ? new Found<decimal>(number) : null,
        number => JsonValue.Create(number))
    {
        Least = 0,
        Most = (double)most,
    };

    public static SettingForm<string> Line(int least, int most) => new(
        SettingKind.Text,
        $"one line of {(least == 0 ? "at most" : $"{least} to")} {most} characters",
        node => Text(node)?.Trim() is { } text && text.Length >= least && text.Length <= most && IsOneLine(text) ? new Found<string>(text) : null,
        text => JsonValue.Create(text)!);

    public static SettingForm<T> Choice<T>() where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToList();
        return new SettingForm<T>(
            SettingKind.Choice,
            string.Join(" or ", names),
            node => Text(node) is { } text && names.Contains(text.ToLowerInvariant()) ? new Found<T>(Enum.Parse<T>(text, ignoreCase: true)) : null,
            value => JsonValue.Create(value.ToString().ToLowerInvariant())!)
        {
            Choices = names,
        };
    }

    /// <summary>A list of texts, each a line.</summary>
    public static SettingForm<IReadOnlyList<string>> Lines(int most) => new(
        SettingKind.Lines,
        $"a list of at most {most} lines of 1 to {LongestLine} characters",
        node => ReadLines(node, most) is { } lines ? new Found<IReadOnlyList<string>>(lines) : null,
        lines => new JsonArray([.. lines.Select(line => JsonValue.Create(line))]));

    private static List<string>? ReadLines(JsonNode node, int most)
    {
        if (node is not JsonArray array || array.Count > most)
            return null;
        var lines = array.Select(item => (item as JsonValue)?.GetValueKind() == JsonValueKind.String ? item!.GetValue<string>().Trim() : "").ToList();
        return lines.TrueForAll(line => line.Length is > 0 and <= LongestLine && IsOneLine(line)) ? lines : null;
    }

    private static TimeSpan? ReadSpan(string? text)
    {
        // A number first: "15" would otherwise be fifteen days.
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            return Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
        return text?.Contains(':') is true && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
    }

    private static string Written(TimeSpan span)
    {
        var text = span.ToString("c", CultureInfo.InvariantCulture);
        return span.Ticks % TimeSpan.TicksPerSecond == 0 ? text : text.TrimEnd('0');
    }

    /// <summary>A scalar as text: the environment knows nothing else, so a JSON number and its text are the same.</summary>
    private static string? Text(JsonNode node) => node is not JsonValue value ? null : value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
        _ => null,
    };

    /// <summary>Also without the signs that turn the direction of writing: they would reach beyond the text, into what stands beside it.</summary>
    private static bool IsOneLine(string text) =>
        !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));

    private static string Spoken(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => $"{span.TotalHours:0.##} h",
        { TotalMinutes: >= 1 } => $"{span.TotalMinutes:0.##} min",
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.##} s"),
    };

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex ColorPattern();
}
