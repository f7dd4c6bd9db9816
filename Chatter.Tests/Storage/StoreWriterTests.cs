using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Storage;
using Chatter.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Tests.Storage;

public sealed class StoreWriterTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_locked_database_refuses_shows_nothing_and_records_again_when_it_is_free()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        var told = 0;
        using var subscription = room.Subscribe(() => told++);

        StoreUnavailableException refused;
        using (Lock(store.Options))
        {
            refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => room.AppendAsync(Lines.By("ada", "lost"), null, None));
            Assert.False(store.Writer.State.Records);
        }

        var said = await room.AppendAsync(Lines.By("ada", "kept"), null, None);
        Assert.Contains("another program has locked the database", refused.Message, StringComparison.Ordinal);
        Assert.Equal((1L, 1), (said.Seq, told));
        Assert.True(store.Writer.State.Records);
    }

    [Fact]
    public async Task A_full_disk_refuses_what_does_not_fit_and_nothing_is_stored_twice()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        await room.AppendAsync(Lines.By("ada", "before"), null, None);
        await store.Writer.WriteAsync(db => db.Database.ExecuteSqlRaw("PRAGMA max_page_count = 1"), None);

        // Many at once, other work among them: the fault comes in the middle of a transaction.
        var attempts = Enumerable.Range(0, 200).Select(i => i % 5 == 0
            ? store.Writer.WriteAsync(db => db.Database.ExecuteSqlRaw("INSERT INTO meta (name, value) VALUES ({0}, {1})", $"m{i}", new string('x', 5000)), None)
            : (Task)room.AppendAsync(Lines.By("ada", new string('y', 3000) + i), null, None)).ToList();
        var faults = await Faults(attempts);
        var after = await room.AppendAsync(Lines.By("ada", "after"), null, None);

        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.IsType<StoreUnavailableException>(fault));
        var all = await AllAsync(store, room);
        Assert.Equal(after.Seq, all.Count);
        Assert.Equal(attempts.Count - faults.Count + 2, all.Count + await CountAsync(store, "meta") - 1);
        Assert.Equal(all.Count, all.Select(e => e.Message!.Text).Distinct().Count());
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_refuses_and_records_again_when_it_can()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        await store.Writer.WriteAsync(db => db.Database.ExecuteSqlRaw("PRAGMA query_only = ON"), None);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => room.AppendAsync(Lines.By("ada", "lost"), null, None));

        Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, room.Head);
        Assert.Equal(1, (await room.AppendAsync(Lines.By("ada", "kept"), null, None)).Seq);
    }

    [Fact]
    public async Task After_a_clean_stop_the_file_alone_holds_everything()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        for (var i = 0; i < 50; i++)
            await room.AppendAsync(Lines.By("ada", $"line {i}"), null, None);
        await room.ReadAfterAsync(0, 10, Reader.Anonymous, None);

        await store.Writer.DisposeAsync();

        var alone = Path.Combine(store.Options.DataDirectory, "alone.db");
        File.Copy(store.Options.DatabasePath, alone);
        Assert.Equal(50, StoreCopy.Verify(alone).Events);
    }

    [Fact]
    public async Task A_listener_that_fails_stops_neither_the_writer_nor_the_other_listeners()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        var heard = new List<long>();
        using var bad = room.Subscribe(() => throw new InvalidOperationException("a reader's own mistake"));
        using var good = room.Subscribe(() => heard.Add(room.Head));

        await room.AppendAsync(Lines.By("ada", "one"), null, None);
        await room.AppendAsync(Lines.By("ada", "two"), null, None);

        Assert.Equal([1L, 2L], heard);
    }

    [Fact]
    public async Task Work_that_fails_takes_back_only_itself()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();

        var bad = Enumerable.Range(0, 20).Select(_ => store.Writer.WriteAsync(
            db =>
            {
                db.Database.ExecuteSqlRaw("INSERT INTO meta (name, value) VALUES ('half', 'done')");
                throw new FormatException("its own mistake");
            },
            None)).ToList();
        var good = Enumerable.Range(0, 20).Select(i => room.AppendAsync(Lines.By("ada", $"line {i}"), null, None)).ToList();
        await Task.WhenAll(good);

        var faults = await Faults(bad);
        Assert.Equal(20, faults.OfType<FormatException>().Count());
        Assert.Equal(20, room.Head);
        Assert.Equal(1, await CountAsync(store, "meta"));
    }

    [Fact]
    public async Task What_waits_when_the_writer_is_closed_is_written_first()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        var waiting = Enumerable.Range(0, 2000).Select(i => room.AppendAsync(Lines.By("ada", $"line {i}"), null, None)).ToList();

        await store.Writer.DisposeAsync();

        await Task.WhenAll(waiting);
        Assert.Equal(2000, (await AllAsync(store, room)).Count);
    }

    [Fact]
    public async Task After_the_writer_is_closed_nothing_is_recorded_and_it_says_so()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        await store.Writer.DisposeAsync();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => room.AppendAsync(Lines.By("ada", "late"), null, None));

        Assert.Contains("stopping", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_taken_back_once_however_often_it_is_asked()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        var said = await room.AppendAsync(Lines.By("ada", "regrettable"), null, None);

        var first = await room.AppendAsync(new Retracted(said.Seq, "admin", "rude"), null, None);
        var again = await room.AppendAsync(new Retracted(said.Seq, "admin", "still rude"), null, None);

        Assert.Equal((2L, 2L, 2L), (first.Seq, again.Seq, room.Head));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task What_is_no_message_cannot_be_taken_back(long seq)
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        await room.AppendAsync(Lines.By("ada", "something"), null, None);
        await room.AppendAsync(new TopicChanged("time"), null, None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => room.AppendAsync(new Retracted(seq, "admin", null), null, None));

        Assert.Equal(2, room.Head);
    }

    [Fact]
    public async Task An_event_that_reached_the_disk_untold_is_in_the_next_reading_all_the_same()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        for (var i = 1; i <= 3; i++)
            await room.AppendAsync(Lines.By("ada", $"line {i}"), null, None);

        // A commit whose flush failed was refused, and yet the file has it after the writer opened it anew.
        await PutBehindTheBackAsync(store, room, seq: 4);
        var next = await room.AppendAsync(Lines.By("ada", "line 5"), null, None);

        Assert.Equal(5, next.Seq);
        Assert.Equal([3L, 4L, 5L], (await room.ReadAfterAsync(2, 10, Reader.Anonymous, None)).Select(e => e.Seq));
        Assert.Equal([5L], (await room.ReadAfterAsync(4, 10, Reader.Anonymous, None)).Select(e => e.Seq));
    }

    [Fact]
    public async Task A_trial_write_needs_more_room_than_a_message_and_leaves_nothing()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        await room.AppendAsync(Lines.By("ada", "a line"), null, None);
        var (rows, before) = (await CountAsync(store, "meta"), Journal());
        await room.AppendAsync(Lines.By("ben", "another line"), null, None);
        var message = Journal() - before;

        Assert.True(await store.Writer.ProbeAsync(None));

        Assert.InRange(Journal() - before - message, message, long.MaxValue);
        Assert.Equal(rows, await CountAsync(store, "meta"));

        long Journal() => new FileInfo(store.Options.DatabasePath + "-wal").Length;
    }

    private static SqliteConnection Lock(StoreOptions options)
    {
        var other = new SqliteConnection($"Data Source={options.DatabasePath};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        return other;
    }

    private static async Task PutBehindTheBackAsync(TestStore store, RoomLog room, long seq)
    {
        // A refused write makes the writer open the file anew, which forgets the numbers it has in mind.
        using (Lock(store.Options))
            Assert.False(await store.Writer.ProbeAsync(None));
        using var other = new SqliteConnection($"Data Source={store.Options.DatabasePath};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText =
            $"""
            INSERT INTO events (room_id, seq, id, type, v, at, audience, data)
            VALUES ({room.Room.Value}, {seq}, '01900000-0000-7000-8000-000000000000', 'topic', 1, 0, 0, '{"{\"topic\":\"time\"}"}')
            """;
        command.ExecuteNonQuery();
    }

    private static async Task<List<Exception>> Faults(IEnumerable<Task> tasks)
    {
        var faults = new List<Exception>();
        foreach (var task in tasks)
        {
            try
            {
                await task;
            }
            catch (Exception fault)
            {
                faults.Add(fault);
            }
        }

        return faults;
    }

    private static async Task<List<RoomEvent>> AllAsync(TestStore store, RoomLog room)
    {
        await using var db = store.Reader.CreateDbContext();
        var rows = await db.Events.Where(e => e.RoomId == room.Room.Value).OrderBy(e => e.Seq).ToListAsync();
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => (long)i), rows.Select(r => r.Seq));
        return rows.ConvertAll(EventCodec.Decode);
    }

    private static async Task<int> CountAsync(TestStore store, string table)
    {
        await using var db = store.Reader.CreateDbContext();
        return table == "meta" ? await db.Meta.CountAsync() : await db.Events.CountAsync();
    }
}
