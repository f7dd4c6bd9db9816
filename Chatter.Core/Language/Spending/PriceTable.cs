namespace Chatter.Core.Language.Spending;

/// <summary>What a model costs, in dollars.</summary>
public sealed class ModelPrice
{
    /// <summary>The model's name; a <c>*</c> at the end stands for any rest, and alone for every model.</summary>
    public string Model { get; set; } = "";

    /// <summary>Dollars a token read.</summary>
    public decimal Prompt { get; set; } = PriceTable.UnknownToken;

    /// <summary>Dollars a token written.</summary>
    public decimal Completion { get; set; } = PriceTable.UnknownToken;

    /// <summary>Dollars a character spoken, for models of speech.</summary>
    public decimal Character { get; set; } = PriceTable.UnknownCharacter;

    internal bool Fits(string model) => Model.EndsWith('*')
        ? model.StartsWith(Model[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(Model, model, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What each model costs: the configured prices first, then a table of our own, then one price for the unknown.</summary>
public sealed class PriceTable(IReadOnlyList<ModelPrice> configured)
{
    /// <summary>Dollars a token when nothing else is said.</summary>
    public const decimal UnknownToken = 0.000003m;

    /// <summary>Dollars a spoken character when nothing else is said.</summary>
    public const decimal UnknownCharacter = 0.000015m;

    private static readonly ModelPrice Unknown = new() { Model = "*" };

    // A dated name such as gpt-4o-2024-08-06 costs what its family does, so the longer names stand before the shorter.
    private static readonly ModelPrice[] Known =
    [
        new() { Model = "gpt-4o-mini*" },
        new() { Model = "gpt-4o*", Prompt = 0.0000025m, Completion = 0.00001m },
        new() { Model = "gpt-4.1-nano*", Prompt = 0.0000001m, Completion = 0.0000004m },
        new() { Model = "gpt-4.1-mini*", Prompt = 0.0000004m, Completion = 0.0000016m },
        new() { Model = "gpt-4.1*", Prompt = 0.000002m, Completion = 0.000008m },
        new() { Model = "tts-1-hd*", Character = 0.00003m },
        new() { Model = "tts-1*", Character = 0.000015m },
    ];

    public ModelPrice For(string model) =>
        configured.FirstOrDefault(p => p.Fits(model)) ?? Known.FirstOrDefault(p => p.Fits(model)) ?? Unknown;

    /// <summary>Dollars for an answer of a chat model.</summary>
    public decimal OfTokens(string model, long prompt, long completion)
    {
        var price = For(model);
        return (price.Prompt * prompt) + (price.Completion * completion);
    }

    /// <summary>Dollars for speaking a text.</summary>
    public decimal OfCharacters(string model, long characters) => For(model).Character * characters;
}
