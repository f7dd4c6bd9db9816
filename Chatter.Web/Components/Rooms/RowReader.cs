using Chatter.Core.Domain;
using Chatter.Core.Logs;

namespace Chatter.Web.Components.Rooms;

/// <summary>Reads messages of a room's log as rows: with what they answer and how they sound.</summary>
public sealed class RowReader(RoomLog log)
{
    /// <summary>The messages just before a number (null: the newest), oldest first.</summary>
    public async Task<IReadOnlyList<Row>> ReadBeforeAsync(long? before, int limit, CancellationToken cancellationToken)
    {
        // One more than asked for: whether the first row continues another depends on it.
        var read = await log.ReadMessagesBeforeAsync(before, limit + 1, Reader.Anonymous, cancellationToken);
        var above = read.Count > limit ? read[0] : null;
        return await CompleteAsync(above is null ? read : [.. read.Skip(1)], above, cancellationToken);
    }

    /// <summary>The messages just after a number and not after another, oldest first.</summary>
    public async Task<IReadOnlyList<Row>> ReadAfterAsync(long after, long last, int limit, CancellationToken cancellationToken)
    {
        var above = await log.ReadMessagesBeforeAsync(after + 1, 1, Reader.Anonymous, cancellationToken);
        var read = await log.ReadMessagesAfterAsync(after, limit, Reader.Anonymous, cancellationToken);
        return await CompleteAsync([.. read.Where(e => e.Seq <= last)], above.Count == 0 ? null : above[0], cancellationToken);
    }

    /// <summary>The message answered, from what is already at hand or from the log.</summary>
    public async ValueTask<Quote?> QuoteAsync(
        RoomEvent e, RoomEvent? above, IReadOnlyList<Row> atHand, CancellationToken cancellationToken)
    {
        if (e.Message?.ReplyTo is not { } seq || seq == above?.Seq)
            return null;
        for (var i = atHand.Count - 1; i >= 0; i--)
        {
            if (atHand[i].Event.Seq == seq)
                return new Quote(seq, atHand[i].Event.Message);
        }

        var read = await log.ReadAfterAsync(seq - 1, 1, Reader.Anonymous, cancellationToken);
        return new Quote(seq, read.Count > 0 && read[0].Seq == seq ? read[0].Message : null);
    }

    private async Task<IReadOnlyList<Row>> CompleteAsync(
        IReadOnlyList<RoomEvent> messages, RoomEvent? above, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return [];
        var clips = await log.ReadAudioAsync(messages[0].Seq, messages[^1].Seq, cancellationToken);
        var rows = new List<Row>(messages.Count);
        foreach (var e in messages)
        {
            var quote = await QuoteAsync(e, above, rows, cancellationToken);
            rows.Add(new Row(e, Row.Follows(e, above), quote, e.Message is null ? null : clips.GetValueOrDefault(e.Seq)));
            above = e;
        }

        return rows;
    }
}
