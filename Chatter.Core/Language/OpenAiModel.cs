using System.Globalization;
using Chatter.Core.Domain;
using Chatter.Core.Language.Prompts;
using Chatter.Core.Language.Providers;
using Chatter.Core.Language.Spending;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Language;

/// <summary>A persona's line by a model behind an OpenAI-compatible address: prompt, paid call, clean line.</summary>
public sealed partial class OpenAiModel(
    PromptWriter prompts, OpenAiChat chat, ProviderCalls calls, PriceTable prices, LanguageOptions options, ILogger<OpenAiModel> log) : ILanguageModel
{
    /// <summary>How many times more tokens a server may count than can be meant: it adds words of its own and thinks unseen.</summary>
    private const int MostBeyond = 16;

    public async Task<Draft> WriteAsync(Turn turn, CancellationToken cancellationToken)
    {
        var prompt = prompts.Write(turn);
        var request = Request(turn, prompt);
        var answer = await calls.RunAsync(
            Purchase(turn, request.Model, prompt),
            async token =>
            {
                var given = await chat.AskAsync(request, token).ConfigureAwait(false);

                // Without a finish_reason nobody knows whether the sentence was over: half a sentence is never said.
                if (given.Finish is null)
                    throw new ProviderFaultException("The model's server broke off in the middle of an answer.") { MayPass = true, MayBeBilled = true };
                return new Paid<ChatAnswer>(given, Count(given, prompt, request.Model, request.MaxTokens));
            },
            cancellationToken).ConfigureAwait(false);
        return Draft(turn, prompt, request.Model, answer);
    }

    private ChatRequest Request(Turn turn, Prompt prompt) => new(
        turn.Settings.Model.Length > 0 ? turn.Settings.Model : options.Model,
        prompt.System,
        prompt.User,
        turn.Settings.Temperature ?? options.Temperature,
        turn.Settings.MaxTokens,
        options.StopRules);

    private Purchase Purchase(Turn turn, string model, Prompt prompt) => new(
        turn.Log.Room, turn.Persona.Id.Value, Spending.Purchase.Chat, model,
        prices.OfTokens(model, prompt.TokensAtMost, turn.Settings.MaxTokens), turn.Settings.DailyCeiling, turn.Settings.MonthlyCeiling);

    private Used Count(ChatAnswer answer, Prompt prompt, string model, int atMost)
    {
        var read = Credible(answer.PromptTokens, prompt.TokensAtMost) ?? prompt.Tokens;
        var written = Credible(answer.CompletionTokens, atMost) ?? (answer.Text.Length + 3) / 4;
        return new Used(read, written, prices.OfTokens(model, read, written));
    }

    /// <summary>A count that could be true. A server that counts in millions would spend the month's money in one call.</summary>
    private static int? Credible(int? count, int atMost) => count <= MostBeyond * (long)atMost ? count : null;

    private Draft Draft(Turn turn, Prompt prompt, string model, ChatAnswer answer)
    {
        var fit = answer.Finish is not ("content_filter" or "tool_calls" or "function_call");
        var line = fit ? OneLine.Of(answer.Text, turn.Persona, turn.Cast, answer.Finish == "length") : "";
        if (line.Length == 0 && answer.Finish == "length")
        {
            // Not the persona's choice: the next turn would end so as well, and nobody would know why the room is silent.
            throw new ModelUnavailableException(
                $"The model used up its {turn.Settings.MaxTokens} tokens before it had ended a sentence; raise MaxTokens in the room's settings.");
        }

        if (line.Length == 0)
            LogSilent(log, turn.Persona.Id.Value, turn.Room.Slug, answer.Finish!);
        var used = Count(answer, prompt, model, turn.Settings.MaxTokens);
        return new Draft(line)
        {
            ReplyTo = Answered(turn, line),
            Model = model,
            PromptTokens = (int)used.PromptTokens,
            CompletionTokens = (int)used.CompletionTokens,
            Cost = used.Cost,
            Trace = new Dictionary<string, string>
            {
                ["model"] = model,
                ["finish"] = answer.Finish!,
                ["cost"] = used.Cost.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    /// <summary>The latest message of whoever the line names, if it is among those the model was shown.</summary>
    private static long? Answered(Turn turn, string line)
    {
        var named = Mentions.Find(line, turn.Cast);
        return turn.Recent.LastOrDefault(e => e.Message is { Author.Kind: AuthorKind.Persona } m && named.Contains(m.Author.Id) && m.Author.Id != turn.Persona.Id.Value)?.Seq;
    }

    [LoggerMessage(LogLevel.Information, "{Persona} in {Room} stays silent: nothing in the answer (finish_reason {Finish}) was fit to be said.")]
    private static partial void LogSilent(ILogger log, string persona, string room, string finish);
}
