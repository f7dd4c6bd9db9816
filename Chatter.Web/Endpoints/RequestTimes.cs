using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Chatter.Web.Endpoints;

/// <summary>How long requests take, by route, method and status: what the framework measures, kept in buckets.</summary>
internal sealed class RequestTimes : IDisposable
{
    /// <summary>Label sets told apart; what comes later is counted under the route <c>other</c>.</summary>
    private const int MostSeries = 300;

    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<Key, Series> all = [];
    private readonly MeterListener listener = new();

    public RequestTimes()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument is { Name: "http.server.request.duration", Meter.Name: "Microsoft.AspNetCore.Hosting" })
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Add(seconds, tags));
        listener.Start();
    }

    private readonly record struct Key(string Route, string Method, string Status);

    public void Write(Exposition page)
    {
        var times = page.Histogram("chatter_http_request_duration_seconds", "How long requests took; of streams, how long they lasted.");
        foreach (var (key, series) in all.OrderBy(s => s.Key.Route, StringComparer.Ordinal).ThenBy(s => s.Key.Status, StringComparer.Ordinal))
        {
            var (counts, sum) = series.Read();
            times.Spread(Bounds, counts, sum, ("route", key.Route), ("method", key.Method), ("status", key.Status));
        }
    }

    public void Dispose() => listener.Dispose();

    private void Add(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (route, method, status) = ("none", "other", "0");
        foreach (var tag in tags)
        {
            switch (tag.Key)
            {
                case "http.route":
                    route = tag.Value as string ?? route;
                    break;
                case "http.request.method":
                    method = tag.Value as string ?? method;
                    break;
                case "http.response.status_code":
                    status = tag.Value?.ToString() ?? status;
                    break;
            }
        }

        var key = new Key(route, method, status);
        if (!all.TryGetValue(key, out var series))
            series = all.GetOrAdd(all.Count < MostSeries ? key : new Key("other", "other", status), _ => new Series());
        series.Add(seconds);
    }

    private sealed class Series
    {
        private readonly Lock gate = new();
        private readonly long[] counts = new long[Bounds.Length + 1];
        private double sum;

        public void Add(double seconds)
        {
            var at = Array.FindIndex(Bounds, bound => seconds <= bound);
            lock (gate)
            {
                counts[at < 0 ? Bounds.Length : at]++;
                sum += seconds;
            }
        }

        public (long[] Counts, double Sum) Read()
        {
            lock (gate)
                return ([.. counts], sum);
        }
    }
}
