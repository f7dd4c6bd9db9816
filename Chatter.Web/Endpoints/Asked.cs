using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chatter.Web.Endpoints;

/// <summary>Reads the values of a request's query; the first that is wrong is in <see cref="Wrong"/>, named by its field.</summary>
internal sealed class Asked(IQueryCollection query)
{
    /// <summary>The refusal, if a value read so far was wrong.</summary>
    public ProblemHttpResult? Wrong { get; private set; }

    /// <summary>A whole number within bounds; null if it was not given, or is wrong.</summary>
    public long? Number(string field, long least, long most)
    {
        if (!query.TryGetValue(field, out var given))
            return null;
        if (given.Count == 1 && long.TryParse(given[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;
        Refuse(field, most == long.MaxValue
            ? $"must be a whole number, {least} or more."
            : string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}."));
        return null;
    }

    /// <summary>A text that must be given, is not blank and has no more than so many characters; empty if it is wrong.</summary>
    public string Text(string field, int longest)
    {
        var given = query[field];
        if (given.Count == 1 && !string.IsNullOrWhiteSpace(given[0]) && given[0]!.Length <= longest)
            return given[0]!;
        Refuse(field, given.Count switch
        {
            0 => "must be given.",
            1 when given[0]?.Length > longest => string.Create(CultureInfo.InvariantCulture, $"must have at most {longest} characters."),
            1 => "must not be empty.",
            _ => "must be given once.",
        });
        return "";
    }

    /// <summary>Refuses unless the epoch, if one was given, is the present one.</summary>
    public void Epoch(string present)
    {
        if (query.TryGetValue("epoch", out var given) && given.ToString() != present)
            Wrong ??= Problems.UnknownEpoch(present);
    }

    /// <summary>Refuses when two fields that exclude each other are both given.</summary>
    public void Either(string one, string other)
    {
        if (query.ContainsKey(one) && query.ContainsKey(other))
            Refuse(other, $"must not be given together with {one}.");
    }

    private void Refuse(string field, string reason) => Wrong ??= Problems.BadValue(field, reason);
}
