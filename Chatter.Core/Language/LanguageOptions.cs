using Chatter.Core.Language.Providers;
using Chatter.Core.Language.Spending;
using Microsoft.Extensions.Configuration;

namespace Chatter.Core.Language;

/// <summary>Which model speaks, and how it is called.</summary>
public sealed class LanguageOptions
{
    public const string Section = "Chatter:Language";

    /// <summary>Any OpenAI-compatible base address, usually ending in <c>/v1</c>; empty for OpenAI itself.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The key; empty for <c>OPENAI_API_KEY</c>, and for servers that ask for none.</summary>
    public string? ApiKey { get; set; }

    public string Model { get; set; } = "gpt-4o-mini";

    /// <summary>0 (always the likeliest word) to 2.</summary>
    public double Temperature { get; set; } = 0.8;

    /// <summary>Texts at which the model stops, at most 4. Null: an empty line. An empty list sends none, as some models demand.</summary>
    public IReadOnlyList<string>? Stop { get; set; }

    /// <summary>Asks for the answer as a stream of events, for servers that answer in no other way.</summary>
    public bool Stream { get; set; }

    /// <summary>Calls under way at one time, 1 to 64.</summary>
    public int MaxParallel { get; set; } = 4;

    /// <summary>Calls a minute, 1 to 6000; a burst of a sixth of it is let through.</summary>
    public int CallsPerMinute { get; set; } = 120;

    /// <summary>Seconds after which a turn ends whatever happens, waiting and retry included; 1 to 600.</summary>
    public double TurnSeconds { get; set; } = 20;

    /// <summary>Seconds one call may take, 1 to 600.</summary>
    public double AttemptSeconds { get; set; } = 10;

    /// <summary>How often a failed call is tried again within its turn, 0 to 3.</summary>
    public int Retries { get; set; } = 1;

    /// <summary>Kibibytes of an answer that are read at most; 16 to 65536.</summary>
    public int MaxAnswerKiB { get; set; } = 1024;

    /// <summary>Prices that come before the table in the program.</summary>
    public IReadOnlyList<ModelPrice> Prices { get; set; } = [];

    /// <summary>Whether a model can be called at all; if not, the offline voice speaks.</summary>
    public bool HasModel => !string.IsNullOrWhiteSpace(Endpoint) || !string.IsNullOrWhiteSpace(ApiKey);

    /// <summary>The base address in use.</summary>
    public Uri Address => string.IsNullOrWhiteSpace(Endpoint) ? OpenAiAddress.Default : new Uri(Endpoint.Trim().TrimEnd('/'));

    public IReadOnlyList<string> StopRules => Stop is null ? ["\n\n"] : [.. Stop.Where(s => s.Length > 0)];

    internal CallLimits Limits => new()
    {
        MaxParallel = MaxParallel,
        CallsPerMinute = CallsPerMinute,
        Whole = TimeSpan.FromSeconds(TurnSeconds),
        Attempt = TimeSpan.FromSeconds(AttemptSeconds),
        Retries = Retries,
    };

    /// <summary>Reads the section, and the key from where it may stand.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of range; every mistake is named by its key.</exception>
    public static LanguageOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<LanguageOptions>() ?? new LanguageOptions();
        if (string.IsNullOrWhiteSpace(options.ApiKey))
            options.ApiKey = configuration["OPENAI_API_KEY"]?.Trim();

        // An empty list arrives as an empty text, from a file as from the environment.
        if (configuration[$"{Section}:{nameof(Stop)}"] is "")
            options.Stop = [];
        var mistakes = options.Mistakes();
        return mistakes.Count == 0 ? options : throw new InvalidOperationException(string.Join(Environment.NewLine, mistakes));
    }

    private List<string> Mistakes()
    {
        List<string> wrong = [];
        if (!string.IsNullOrWhiteSpace(Endpoint) && !OpenAiAddress.IsGood(Endpoint))
            wrong.Add($"{Section}:Endpoint must be an address such as http://localhost:11434/v1, without a name or password in it.");
        if (string.IsNullOrWhiteSpace(Model) || Model.Length > 200)
            wrong.Add($"{Section}:Model must be the name of a model, at most 200 characters.");
        if (ApiKey is { } key && key.Any(c => c is < '!' or > '~'))
            wrong.Add($"{Section}:ApiKey (or OPENAI_API_KEY) holds a character that no key has, such as a space or a line end.");
        if (StopRules.Count > 4)
            wrong.Add($"{Section}:Stop may hold at most 4 texts, but holds {StopRules.Count}.");
        Within(Temperature, 0, 2, nameof(Temperature));
        Within(MaxParallel, 1, 64, nameof(MaxParallel));
        Within(CallsPerMinute, 1, 6000, nameof(CallsPerMinute));
        Within(TurnSeconds, 1, 600, nameof(TurnSeconds));
        Within(AttemptSeconds, 1, 600, nameof(AttemptSeconds));
        Within(Retries, 0, 3, nameof(Retries));
        Within(MaxAnswerKiB, 16, 65536, nameof(MaxAnswerKiB));
        for (var i = 0; i < Prices.Count; i++)
        {
            if (Prices[i] is not { Model.Length: > 0, Prompt: >= 0, Completion: >= 0, Character: >= 0 })
                wrong.Add($"{Section}:Prices:{i} must name a Model and have no price below 0.");
        }

        return wrong;

        void Within(double value, double least, double most, string key)
        {
            if (!(value >= least && value <= most))
                wrong.Add(FormattableString.Invariant($"{Section}:{key} must be between {least} and {most}, but is {value}."));
        }
    }
}
