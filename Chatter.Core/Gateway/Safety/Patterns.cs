using System.Text.RegularExpressions;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Regular expressions that cannot be made to think for long: without backtracking where they allow it, else with a time limit.</summary>
internal static class Patterns
{
    /// <summary>Far above any honest match, and above a pause of a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    public static Regex Safe(string pattern, bool caseMatters = false)
    {
        var options = RegexOptions.CultureInvariant | (caseMatters ? RegexOptions.None : RegexOptions.IgnoreCase);
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, Limit);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, Limit);
        }
    }

    /// <summary>The same for a pattern out of a list, whose mistakes are told by file and entry.</summary>
    public static Regex Listed(string file, string entry, string pattern, bool caseMatters = false)
    {
        try
        {
            var regex = Safe(pattern, caseMatters);
            return regex.IsMatch("") ? throw new SafetyListException(file, entry, $"the pattern {pattern} matches an empty line") : regex;
        }
        catch (ArgumentException wrong)
        {
            throw new SafetyListException(file, entry, $"the pattern {pattern} is not one: {wrong.Message}", wrong);
        }
    }
}
