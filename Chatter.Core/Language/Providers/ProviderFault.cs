namespace Chatter.Core.Language.Providers;

/// <summary>One call to a provider went wrong.</summary>
/// <param name="sentence">What happened, for people; it holds nothing the provider wrote but a short code.</param>
public sealed class ProviderFaultException(string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    /// <summary>Whether another try within the turn may go better.</summary>
    public bool MayPass { get; init; }

    /// <summary>Whether the provider may charge for it: not when it refused, or was never reached.</summary>
    public bool MayBeBilled { get; init; }

    /// <summary>How long it asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
