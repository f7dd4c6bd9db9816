using System.Data.Common;
using System.Text.Json.Nodes;
using Chatter.Core.Domain;
using Chatter.Core.Rooms;
using Chatter.Core.Rooms.Settings;
using Chatter.Core.Storage;
using Microsoft.AspNetCore.Components.Authorization;

namespace Chatter.Web.Admin;

/// <summary>
/// What the admin's pages may do. Every call asks anew who acts: that a page shows a button proves nothing.
/// </summary>
internal sealed class AdminDesk(AuthenticationStateProvider people, RoomHost host, HouseReader house)
{
    private const int MostMessages = 30;

    public Task<HouseReport> LookAsync(CancellationToken stop) => ActAsync(_ => house.ReadAsync(stop));

    public Task<SettingsAnswer> ChangeAsync(Room room, JsonObject change, long? version, CancellationToken stop) =>
        ActAsync(async by =>
        {
            var answer = await room.Settings.ChangeAsync(change, version, by, stop).ConfigureAwait(false);
            house.Forget();
            return answer;
        });

    public Task<SettingsAnswer> RollBackAsync(Room room, long to, CancellationToken stop) =>
        ActAsync(by => room.Settings.RollBackAsync(to, null, by, stop));

    public Task<IReadOnlyList<SettingsVersion>> HistoryAsync(Room room, CancellationToken stop) =>
        ActAsync(_ => room.Settings.HistoryAsync(100, stop));

    /// <summary>The last messages, newest first, and of those taken back who did it and why.</summary>
    public Task<IReadOnlyList<RecentMessage>> RecentAsync(Room room, CancellationToken stop) => ActAsync(async _ =>
    {
        var said = await room.Log.ReadMessagesBeforeAsync(null, MostMessages, Reader.Admin, stop).ConfigureAwait(false);
        var retractions = said.Any(e => e.Message is null) ? await room.Log.LastOfAsync("retracted", 100, stop).ConfigureAwait(false) : [];
        var byMessage = retractions.Select(e => e.Body).OfType<Retracted>().GroupBy(r => r.Message).ToDictionary(g => g.Key, g => g.First());
        return (IReadOnlyList<RecentMessage>)[.. said.Reverse().Select(e => new RecentMessage(e.Seq, e.At, e.Message, byMessage.GetValueOrDefault(e.Seq)))];
    });

    public Task<RetractionOutcome> RetractAsync(Room room, long seq, string? reason, CancellationToken stop) =>
        ActAsync(by => room.RetractAsync(seq, by, reason, stop));

    /// <summary>Asks for a message now. False if the room is still busy with earlier wishes.</summary>
    public Task<bool> SayAsync(Room room, PersonaId? persona, string? wish) =>
        ActAsync(_ => Task.FromResult(host.RequestTurn(room, persona, string.IsNullOrWhiteSpace(wish) ? null : wish.Trim())));

    private async Task<T> ActAsync<T>(Func<string, Task<T>> act)
    {
        var state = await people.GetAuthenticationStateAsync().ConfigureAwait(false);
        if (!AdminAccess.IsAdmin(state.User))
            throw new AdminRefusedException("You are not signed in any more. Load the page again.");
        try
        {
            return await act(AdminAccess.Name).ConfigureAwait(false);
        }
        catch (StoreUnavailableException fault)
        {
            throw new AdminRefusedException(fault.Message);
        }
        catch (DbException fault)
        {
            throw new AdminRefusedException($"The store cannot be read now: {fault.Message}");
        }
    }
}

/// <summary>A message as the admin sees it.</summary>
/// <param name="Message">Null once it was taken back.</param>
/// <param name="Retraction">Who took it back and why, if it was not long ago.</param>
public sealed record RecentMessage(long Seq, DateTimeOffset At, Message? Message, Retracted? Retraction);

/// <summary>Something the admin wanted could not be done; the message says why, for people.</summary>
internal sealed class AdminRefusedException(string message) : Exception(message);
