using Microsoft.Extensions.Configuration;

namespace Chatter.Core.Language.Spending;

/// <summary>What all rooms together may spend; a room's own ceilings are among its settings.</summary>
public sealed class BudgetOptions
{
    public const string Section = "Chatter:Budget";

    /// <summary>Dollars a UTC day; 0 buys nothing.</summary>
    public decimal Daily { get; set; } = 1m;

    /// <summary>Dollars a UTC month; 0 buys nothing.</summary>
    public decimal Monthly { get; set; } = 10m;

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of range; every mistake is named by its key.</exception>
    public static BudgetOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<BudgetOptions>() ?? new BudgetOptions();
        List<string> wrong = [];
        Within(options.Daily, nameof(Daily));
        Within(options.Monthly, nameof(Monthly));
        return wrong.Count == 0 ? options : throw new InvalidOperationException(string.Join(Environment.NewLine, wrong));

        void Within(decimal dollars, string key)
        {
            if (dollars is < 0 or > 1_000_000)
                wrong.Add(FormattableString.Invariant($"{Section}:{key} must be between 0 and 1000000 dollars, but is {dollars}."));
        }
    }
}
