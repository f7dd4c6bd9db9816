using System.Globalization;

namespace Chatter.Web.Streaming;

/// <summary>Where a reader wants to go on, as it asks in the address or in a call.</summary>
/// <param name="After">The last number it has; null if it has none.</param>
/// <param name="Epoch">The epoch of that number; null means the present one.</param>
/// <param name="Arrays">Whether events that go together may share a frame.</param>
internal sealed record StreamQuery(long? After, string? Epoch, bool Arrays)
{
    private const int LongestEpoch = 64;

    /// <summary>Reads the query of a request; null with the name of the field that is not what it should be, and why.</summary>
    public static StreamQuery? Read(IQueryCollection query, out (string Field, string Reason) wrong)
    {
        wrong = default;
        long? after = null;
        if (query["after"].ToString() is { Length: > 0 } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                wrong = ("after", "after is the number of the last event you have: a whole number from 0 to 9223372036854775807.");
                return null;
            }

            after = number;
        }

        if (query["epoch"].ToString() is { Length: > LongestEpoch })
        {
            wrong = ("epoch", $"epoch has at most {LongestEpoch} characters; it is what connected told you.");
            return null;
        }

        if (query["batch"].ToString() is not ("" or "0" or "1"))
        {
            wrong = ("batch", "batch is 0 or 1.");
            return null;
        }

        return new StreamQuery(after, query["epoch"].ToString() is { Length: > 0 } epoch ? epoch : null, query["batch"] == "1");
    }
}
