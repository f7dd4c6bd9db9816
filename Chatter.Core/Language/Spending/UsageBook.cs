using System.Globalization;
using Chatter.Core.Domain;
using Chatter.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Core.Language.Spending;

/// <summary>Calls, tokens and dollars of a room, a persona, a day or all.</summary>
/// <param name="Name">What the line is about: a UTC day, or a persona's id; empty for a total.</param>
/// <param name="Cost">Dollars, settled; what is set aside for calls under way is not in it.</param>
public sealed record UsageLine(string Name, long Calls, long Errors, long PromptTokens, long CompletionTokens, decimal Cost)
{
    public long Tokens => PromptTokens + CompletionTokens;
}

/// <summary>Answers what was spent, by room, persona, day and month.</summary>
public sealed class UsageBook(StoreReader store, TimeProvider clock)
{
    private const int MostLines = 400;

    /// <summary>Everything a room has ever used; of all rooms if <paramref name="room"/> is null.</summary>
    public Task<UsageLine> TotalAsync(RoomId? room, CancellationToken cancellationToken) =>
        SumAsync(room, "", cancellationToken);

    public Task<UsageLine> TodayAsync(RoomId? room, CancellationToken cancellationToken) =>
        SumAsync(room, DayOf(clock.GetUtcNow()), cancellationToken);

    public Task<UsageLine> ThisMonthAsync(RoomId? room, CancellationToken cancellationToken) =>
        SumAsync(room, DayOf(clock.GetUtcNow())[..7], cancellationToken);

    /// <summary>The last days on which anything was used, newest first.</summary>
    /// <param name="days">1 to 400.</param>
    public async Task<IReadOnlyList<UsageLine>> ByDayAsync(RoomId? room, int days, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var rows = await Of(db, room).GroupBy(u => u.Day)
            .OrderByDescending(g => g.Key).Take(Math.Clamp(days, 1, MostLines))
            .Select(g => new Sums(
                g.Key, g.Sum(u => u.Calls), g.Sum(u => u.Errors), g.Sum(u => u.PromptTokens), g.Sum(u => u.CompletionTokens), g.Sum(u => u.Micros)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(Line);
    }

    /// <summary>What each persona of a room has used since a UTC day, dearest first, at most 400.</summary>
    /// <param name="purpose"><c>chat</c>, <c>speech</c>, or null for both.</param>
    public async Task<IReadOnlyList<UsageLine>> ByPersonaAsync(
        RoomId room, DateOnly since, string? purpose, CancellationToken cancellationToken)
    {
        var from = since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var db = store.CreateDbContext();
        var rows = await Of(db, room).Where(u => string.Compare(u.Day, from) >= 0 && (purpose == null || u.Purpose == purpose))
            .GroupBy(u => u.Persona)
            .OrderByDescending(g => g.Sum(u => u.Micros)).Take(MostLines)
            .Select(g => new Sums(
                g.Key, g.Sum(u => u.Calls), g.Sum(u => u.Errors), g.Sum(u => u.PromptTokens), g.Sum(u => u.CompletionTokens), g.Sum(u => u.Micros)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(Line);
    }

    internal static string DayOf(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<UsageLine> SumAsync(RoomId? room, string days, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var sums = await Of(db, room).Where(u => u.Day.StartsWith(days)).GroupBy(_ => 1)
            .Select(g => new Sums(
                "", g.Sum(u => u.Calls), g.Sum(u => u.Errors), g.Sum(u => u.PromptTokens), g.Sum(u => u.CompletionTokens), g.Sum(u => u.Micros)))
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return Line(sums ?? new Sums("", 0, 0, 0, 0, 0));
    }

    private static IQueryable<UsageRow> Of(ChatterDbContext db, RoomId? room) =>
        room is { } one ? db.Usage.Where(u => u.RoomId == one.Value) : db.Usage;

    private static UsageLine Line(Sums s) => new(s.Name, s.Calls, s.Errors, s.Prompt, s.Completion, s.Micros / 1_000_000m);

    private sealed record Sums(string Name, long Calls, long Errors, long Prompt, long Completion, long Micros);
}
