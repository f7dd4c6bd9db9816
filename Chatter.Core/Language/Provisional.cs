namespace Chatter.Core.Language;

/// <summary>Stands in until the voices are seated.</summary>
public sealed class Provisional : ILanguageModel
{
    public Task<Draft> WriteAsync(Turn turn, CancellationToken cancellationToken) =>
        Task.FromResult(new Draft($"{turn.Persona.Name} thinks about {turn.Topic} for the {turn.Log.Head}th time."));
}
