using System.Globalization;
using System.Text;

namespace Chatter.Web.Endpoints;

/// <summary>Writes figures in Prometheus' text format, version 0.0.4.</summary>
internal sealed class Exposition
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();

    /// <summary>Begins a figure that only grows; its name ends in <c>_total</c>.</summary>
    public Figure Counter(string name, string help) => Begin(name, "counter", help);

    /// <summary>Begins a figure that goes up and down.</summary>
    public Figure Gauge(string name, string help) => Begin(name, "gauge", help);

    /// <summary>Begins a figure of how values are spread; written with <see cref="Figure.Spread"/>.</summary>
    public Figure Histogram(string name, string help) => Begin(name, "histogram", help);

    public override string ToString() => text.ToString();

    private Figure Begin(string name, string kind, string help)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        return new Figure(this, name);
    }

    private void Line(string name, double value, ReadOnlySpan<(string Name, string Value)> labels, (string Name, string Value)? last)
    {
        text.Append(name);
        if (labels.Length > 0 || last is not null)
        {
            text.Append('{');
            foreach (var label in labels)
                Label(label);
            if (last is { } more)
                Label(more);
            text.Length--;
            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private void Label((string Name, string Value) label) =>
        text.Append(label.Name).Append("=\"").Append(
            label.Value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal))
            .Append("\",");

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>A figure whose values are being written.</summary>
    public sealed class Figure(Exposition exposition, string name)
    {
        public Figure Is(double value, params ReadOnlySpan<(string Name, string Value)> labels)
        {
            exposition.Line(name, value, labels, null);
            return this;
        }

        /// <summary>How many values were at most each bound, in all, and their sum.</summary>
        public Figure Spread(ReadOnlySpan<double> bounds, ReadOnlySpan<long> counts, double sum, params ReadOnlySpan<(string Name, string Value)> labels)
        {
            var all = 0L;
            for (var i = 0; i < counts.Length; i++)
            {
                all += counts[i];
                exposition.Line(name + "_bucket", all, labels, ("le", i < bounds.Length ? Number(bounds[i]) : "+Inf"));
            }

            exposition.Line(name + "_sum", sum, labels, null);
            exposition.Line(name + "_count", all, labels, null);
            return this;
        }
    }
}
