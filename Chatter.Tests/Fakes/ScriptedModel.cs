using Chatter.Core.Language;

namespace Chatter.Tests.Fakes;

/// <summary>A model that says what the test wrote for it, in order, and throws when asked for more.</summary>
public sealed class ScriptedModel(params IEnumerable<Func<Turn, Draft>> script) : ILanguageModel
{
    private readonly Queue<Func<Turn, Draft>> script = new(script);
    private readonly List<Turn> turns = [];

    /// <summary>The turns it was given so far.</summary>
    public IReadOnlyList<Turn> Turns
    {
        get
        {
            lock (turns)
                return [.. turns];
        }
    }

    public static ScriptedModel Saying(params string[] lines) => new(lines.Select(line => (Func<Turn, Draft>)(_ => new Draft(line))));

    public Task<Draft> WriteAsync(Turn turn, CancellationToken cancellationToken)
    {
        lock (turns)
        {
            turns.Add(turn);
            return script.TryDequeue(out var next)
                ? Task.FromResult(next(turn))
                : throw new InvalidOperationException($"The script has no line left for {turn.Persona.Name}.");
        }
    }
}
