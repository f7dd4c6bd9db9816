using System.Globalization;
using Chatter.Core.Domain;
using Chatter.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Language.Spending;

/// <summary>What is about to be bought, for whom, and within which ceilings of the room.</summary>
/// <param name="Purpose"><c>chat</c> or <c>speech</c>.</param>
/// <param name="WorstCase">Dollars the call may cost at most.</param>
public sealed record Purchase(
    RoomId Room, string Persona, string Purpose, string Model, decimal WorstCase, decimal DailyCeiling, decimal MonthlyCeiling)
{
    public const string Chat = "chat";
    public const string Speech = "speech";
}

/// <summary>What a call has used; the provider's own figures where it gives them.</summary>
/// <param name="Cost">Dollars.</param>
public readonly record struct Used(long PromptTokens, long CompletionTokens, decimal Cost);

/// <summary>
/// The purse. Before a call its worst case is set aside in the store, and the call is made only if everything spent and set
/// aside stays under each ceiling; after it the true cost takes the place of what was set aside. If the program dies in
/// between, what was set aside stays counted: the call may have been billed.
/// </summary>
public sealed partial class Budget(StoreWriter store, BudgetOptions options, TimeProvider clock, ILogger<Budget> log)
{
    /// <summary>Sets the worst case of a call aside; the call may be made when this returns.</summary>
    /// <exception cref="ModelUnavailableException">A ceiling would be passed.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be recorded, so nothing may be bought.</exception>
    public async Task<Reservation> ReserveAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var reservation = new Reservation(purchase, UsageBook.DayOf(now), Micros(purchase.WorstCase));
        var refusal = await store.WriteAsync(db => Hold(db, reservation, now), cancellationToken).ConfigureAwait(false);
        return refusal is null ? reservation : throw refusal;
    }

    /// <summary>Books what a call has cost in place of what was set aside for it. Never throws: what cannot be booked stays set aside.</summary>
    /// <param name="used">Null if nobody knows: then the worst case is booked.</param>
    public Task SettleAsync(Reservation reservation, Used? used, bool failed) =>
        TryWriteAsync(db => Book(db, reservation, used, failed));

    /// <summary>Gives back what was set aside for a call that was not made after all. Never throws.</summary>
    public Task ReleaseAsync(Reservation reservation) => TryWriteAsync(db => Release(db, reservation));

    private async Task TryWriteAsync(Action<ChatterDbContext> work)
    {
        try
        {
            // Not the caller's token: a call that was broken off may have been billed like any other.
            await store.WriteAsync(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            LogUnsettled(log, fault.Message);
        }
    }

    private ModelUnavailableException? Hold(ChatterDbContext db, Reservation reservation, DateTimeOffset now)
    {
        if (Refusal(db, reservation, now) is { } refusal)
            return refusal;
        Row(db, reservation).Held += reservation.Micros;
        db.SaveChanges();
        return null;
    }

    private static UsageRow Release(ChatterDbContext db, Reservation reservation)
    {
        var row = Row(db, reservation);
        row.Held = Math.Max(0, row.Held - reservation.Micros);
        db.SaveChanges();
        return row;
    }

    private static void Book(ChatterDbContext db, Reservation reservation, Used? used, bool failed)
    {
        var row = Release(db, reservation);
        row.Calls++;
        row.Errors += failed ? 1 : 0;
        row.PromptTokens += used?.PromptTokens ?? 0;
        row.CompletionTokens += used?.CompletionTokens ?? 0;
        row.Micros += used is { } known ? Micros(known.Cost) : reservation.Micros;
        db.SaveChanges();
    }

    private ModelUnavailableException? Refusal(ChatterDbContext db, Reservation reservation, DateTimeOffset now)
    {
        var room = reservation.Purchase.Room.Value;
        var day = reservation.Day;
        var month = day[..7];
        var spent = db.Usage
            .Where(u => string.Compare(u.Day, month) > 0 && string.Compare(u.Day, month + "-99") < 0)
            .GroupBy(_ => 1)
            .Select(all => new Spent(
                all.Sum(u => u.RoomId == room && u.Day == day ? u.Micros : 0),
                all.Sum(u => u.RoomId == room && u.Day == day ? u.Held : 0),
                all.Sum(u => u.RoomId == room ? u.Micros : 0),
                all.Sum(u => u.RoomId == room ? u.Held : 0),
                all.Sum(u => u.Day == day ? u.Micros : 0),
                all.Sum(u => u.Day == day ? u.Held : 0),
                all.Sum(u => u.Micros),
                all.Sum(u => u.Held)))
            .FirstOrDefault() ?? new Spent(0, 0, 0, 0, 0, 0, 0, 0);

        var tomorrow = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero) - now;
        var nextMonth = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1) - now;
        var worst = reservation.Micros;
        var (purchase, all) = (reservation.Purchase, options);
        return Over("This room has", "today", "at midnight UTC", spent.RoomDay, spent.RoomDayHeld, purchase.DailyCeiling, worst, tomorrow)
            ?? Over("This room has", "this month", "next month", spent.RoomMonth, spent.RoomMonthHeld, purchase.MonthlyCeiling, worst, nextMonth)
            ?? Over("All rooms together have", "today", "at midnight UTC", spent.Day, spent.DayHeld, all.Daily, worst, tomorrow)
            ?? Over("All rooms together have", "this month", "next month", spent.Month, spent.MonthHeld, all.Monthly, worst, nextMonth);
    }

    private static ModelUnavailableException? Over(
        string who, string when, string again, long settled, long held, decimal ceiling, long worst, TimeSpan until)
    {
        var limit = ceiling * 1_000_000m;
        if (settled + held + worst <= limit)
            return null;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{who} spent what may be spent {when} (${ceiling:0.######}); the model speaks again {again}.");

        // When only calls under way stand in the way, the next turn may find room again.
        return new ModelUnavailableException(text, settled + worst > limit ? until : null);
    }

    private static UsageRow Row(ChatterDbContext db, Reservation reservation)
    {
        var (day, purchase) = (reservation.Day, reservation.Purchase);
        var row = db.Usage.Find(day, purchase.Room.Value, purchase.Persona, purchase.Purpose, purchase.Model);
        if (row is null)
        {
            db.Usage.Add(row = new UsageRow
            {
                Day = day,
                RoomId = purchase.Room.Value,
                Persona = purchase.Persona,
                Purpose = purchase.Purpose,
                Model = purchase.Model,
            });
        }

        return row;
    }

    /// <summary>Rounded up: a fraction of a millionth is never given away.</summary>
    private static long Micros(decimal dollars) => (long)Math.Ceiling(Math.Max(0, dollars) * 1_000_000m);

    private sealed record Spent(
        long RoomDay, long RoomDayHeld, long RoomMonth, long RoomMonthHeld, long Day, long DayHeld, long Month, long MonthHeld);

    [LoggerMessage(LogLevel.Warning, "What a call has cost could not be booked; its worst case stays counted. {Reason}")]
    private static partial void LogUnsettled(ILogger log, string reason);
}

/// <summary>What was set aside for one call; to be settled once.</summary>
/// <param name="Day">The UTC day it counts to, however long the call takes.</param>
/// <param name="Micros">Millionths of a dollar.</param>
public sealed record Reservation(Purchase Purchase, string Day, long Micros);
