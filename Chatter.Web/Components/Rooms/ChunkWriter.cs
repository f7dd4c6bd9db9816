using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Chatter.Core.Domain;
using Chatter.Core.Rooms;
using Microsoft.Extensions.Localization;

namespace Chatter.Web.Components.Rooms;

/// <summary>
/// Writes rows as markup: every word that came from somebody goes through the framework's encoder, and nothing in it
/// depends on who looks. Times, days and what is new are put in by the page's script.
/// </summary>
public sealed partial class ChunkWriter(Room room, IStringLocalizer<Words> words)
{
    /// <summary>Characters of an answered message that are shown above the answer.</summary>
    private const int QuoteLength = 120;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string slug = room.Card.Slug;

    public Chunk Write(IReadOnlyList<Row> rows)
    {
        var html = new StringBuilder(rows.Count * 600);
        var names = Names();
        foreach (var row in rows)
            WriteRow(html, row, names);
        var first = rows[0].Event.Seq;
        return new Chunk(
            first, rows[^1].Event.Seq, rows[0].Event.Number ?? 0, rows[^1].Event.Number ?? 0, html.ToString(),
            [.. rows.Where(r => r.Answers is { } quote && quote.Seq < first).Select(r => r.Answers!.Seq).Distinct()]);
    }

    private void WriteRow(StringBuilder html, Row row, IReadOnlyDictionary<string, Persona> cast)
    {
        var e = row.Event;
        var said = e.Message;
        var seq = e.Seq.ToString(CultureInfo.InvariantCulture);
        html.Append("<article class=\"msg");
        if (row.Continues)
            html.Append(" cont");
        if (said is null)
            html.Append(" gone");
        html.Append("\" id=\"m").Append(seq).Append("\" data-seq=\"").Append(seq)
            .Append("\" data-n=\"").Append(e.Number).Append("\" tabindex=\"-1\" style=\"--c:")
            .Append(Color(said?.Author.Color)).Append("\">");
        if (row.Answers is { } quote)
            WriteQuote(html, quote);
        html.Append("<span class=\"face\" aria-hidden=\"true\">").Append(Encode(Initial(said?.Author.Name))).Append("</span>");
        WriteHead(html, e, row.Clip);
        if (said is null)
            html.Append("<p class=\"said\">").Append(Encode(words["Message taken back"])).Append("</p>");
        else
            WriteText(html, said, cast);
        html.Append("</article>");
    }

    private void WriteHead(StringBuilder html, RoomEvent e, AudioReady? clip)
    {
        var name = e.Message?.Author.Name;
        html.Append("<div class=\"head\"><bdi class=\"by\">").Append(Encode(name ?? words["Somebody"])).Append("</bdi>");
        foreach (var badge in e.Message?.Author.Badges ?? [])
            html.Append(" <span class=\"badge\">").Append(Encode(badge)).Append("</span>");
        if (e.Message?.Author.Kind is AuthorKind.Viewer or AuthorKind.Member)
            html.Append(" <span class=\"badge\">").Append(Encode(words["person"])).Append("</span>");
        html.Append(" <a class=\"at\" href=\"/rooms/").Append(slug).Append("?m=").Append(e.Seq).Append("\"><time datetime=\"")
            .Append(e.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)).Append("\">")
            .Append(e.At.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)).Append("</time></a>");
        if (clip is not null && name is not null)
            WriteClip(html, clip, name);
        html.Append("</div>");
    }

    private void WriteClip(StringBuilder html, AudioReady clip, string name)
    {
        var seconds = Math.Max(1, (int)Math.Round(clip.Duration));
        html.Append(" <button type=\"button\" class=\"play\" data-clip=\"/audio/").Append(Encode(clip.Clip))
            .Append("\" aria-label=\"").Append(Encode(words["Listen to {0}, {1} seconds", name, seconds]))
            .Append("\"><svg aria-hidden=\"true\"><use href=\"/icons.svg#play\"/></svg>")
            .Append(seconds / 60).Append(':').Append((seconds % 60).ToString("00", CultureInfo.InvariantCulture)).Append("</button>");
    }

    private void WriteQuote(StringBuilder html, Quote quote)
    {
        html.Append("<a class=\"re\" href=\"/rooms/").Append(slug).Append("?m=").Append(quote.Seq)
            .Append("\" style=\"--c:").Append(Color(quote.Message?.Author.Color)).Append("\"><svg aria-hidden=\"true\"><use href=\"/icons.svg#reply\"/></svg>");
        if (quote.Message is { } said)
        {
            html.Append("<span class=\"vh\">").Append(Encode(words["in answer to"])).Append(" </span><bdi class=\"by\">")
                .Append(Encode(said.Author.Name)).Append("</bdi> <span class=\"what\">").Append(Encode(Cut(said.Text))).Append("</span>");
        }
        else
        {
            html.Append("<span class=\"what\">").Append(Encode(words["Message taken back"])).Append("</span>");
        }

        html.Append("</a>");
    }

    /// <summary>The words, with the names of those mentioned in their colours.</summary>
    private static void WriteText(StringBuilder html, Message said, IReadOnlyDictionary<string, Persona> cast)
    {
        html.Append("<p class=\"said\" dir=\"auto\">");
        var at = 0;
        foreach (var (start, length, persona) in Named(said, cast))
        {
            html.Append(Encode(said.Text[at..start])).Append("<span class=\"mention\" style=\"--c:").Append(Color(persona.Color)).Append("\">")
                .Append(Encode(said.Text.Substring(start, length))).Append("</span>");
            at = start + length;
        }

        html.Append(Encode(said.Text[at..])).Append("</p>");
    }

    /// <summary>Where the text names those it mentions, in order, none inside another.</summary>
    private static List<(int Start, int Length, Persona Persona)> Named(Message said, IReadOnlyDictionary<string, Persona> cast)
    {
        var found = new List<(int Start, int Length, Persona Persona)>();
        foreach (var id in said.Mentions)
        {
            if (!cast.TryGetValue(id, out var persona))
                continue;
            foreach (var name in persona.Aliases.Prepend(persona.Name).Where(n => n.Length > 0))
            {
                for (var at = said.Text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = said.Text.IndexOf(name, at + 1, StringComparison.Ordinal))
                {
                    var from = at > 0 && said.Text[at - 1] == '@' ? at - 1 : at;
                    if (IsWhole(said.Text, at, name.Length))
                        found.Add((from, at + name.Length - from, persona));
                }
            }
        }

        // The longest first where two begin together ("Hal Orman" and "Hal").
        found.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        var end = 0;
        found.RemoveAll(f =>
        {
            if (f.Start < end)
                return true;
            end = f.Start + f.Length;
            return false;
        });
        return found;
    }

    private static bool IsWhole(string text, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]));

    private Dictionary<string, Persona> Names() => room.Cast.ToDictionary(p => p.Id.Value);

    private static string Encode(string text) => Encoder.Encode(text);

    /// <summary>A colour, or a plain one if it is none: it stands in a style, where only this may stand.</summary>
    internal static string Color(string? color) => color is not null && HexColor().IsMatch(color) ? color : "#8a93a6";

    internal static string Initial(string? name)
    {
        foreach (var rune in (name ?? "").EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                return Rune.ToUpperInvariant(rune).ToString();
        }

        return "·";
    }

    private static string Cut(string text)
    {
        if (text.Length <= QuoteLength)
            return text;
        var end = char.IsHighSurrogate(text[QuoteLength - 1]) ? QuoteLength - 1 : QuoteLength;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex HexColor();
}
