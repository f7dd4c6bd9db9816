using Chatter.Core.Domain;

namespace Chatter.Core.Rooms;

/// <summary>What became of a wish to take a message back.</summary>
public enum RetractionOutcome
{
    Retracted,

    /// <summary>There is no message under this number.</summary>
    NoSuchMessage,

    /// <summary>Its words are gone already.</summary>
    AlreadyRetracted,
}

/// <summary>Takes messages back: their place in the log stays, their words go for everybody and for good.</summary>
public static class Retraction
{
    private const int LongestReason = 300;

    /// <param name="seq">The message's number in its room.</param>
    /// <param name="reason">For the admins' eyes; cut at 300 characters.</param>
    /// <exception cref="Storage.StoreUnavailableException">Nothing was recorded and nothing taken back.</exception>
    public static async Task<RetractionOutcome> RetractAsync(
        this Room room, long seq, string by, string? reason, CancellationToken cancellationToken)
    {
        if (seq < 1 || seq > room.Log.Head)
            return RetractionOutcome.NoSuchMessage;
        var read = await room.Log.ReadAfterAsync(seq - 1, 1, Reader.House, cancellationToken).ConfigureAwait(false);
        if (read.FirstOrDefault()?.Body is not { } body || body is not (Message or ErasedMessage))
            return RetractionOutcome.NoSuchMessage;
        if (body is ErasedMessage)
            return RetractionOutcome.AlreadyRetracted;

        var why = reason?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestReason)] : null;
        await room.Log.AppendAsync(new Retracted(seq, by, why), null, cancellationToken).ConfigureAwait(false);
        return RetractionOutcome.Retracted;
    }
}
