using Microsoft.Extensions.Options;

namespace Chatter.Core.Language.Spending;

/// <summary>What all rooms together may spend; a room's own ceilings are among its settings.</summary>
public sealed class BudgetOptions
{
    public const string Section = "Chatter:Budget";

    /// <summary>Dollars a UTC day; 0 buys nothing.</summary>
    public decimal Daily { get; set; } = 1m;

    /// <summary>Dollars a UTC month; 0 buys nothing.</summary>
    public decimal Monthly { get; set; } = 10m;

    internal sealed class Check : IValidateOptions<BudgetOptions>
    {
        public ValidateOptionsResult Validate(string? name, BudgetOptions options)
        {
            List<string> wrong = [];
            if (options.Daily is < 0 or > 1_000_000)
                wrong.Add(FormattableString.Invariant($"{Section}:Daily must be between 0 and 1000000 dollars, but is {options.Daily}."));
            if (options.Monthly is < 0 or > 1_000_000)
                wrong.Add(FormattableString.Invariant($"{Section}:Monthly must be between 0 and 1000000 dollars, but is {options.Monthly}."));
            return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
        }
    }
}
