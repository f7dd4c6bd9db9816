using Chatter.Core.Domain;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Logs;

public sealed class RoomLogTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Events_are_numbered_from_one_without_holes_however_many_speak_at_once()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();

        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => room.AppendAsync(Lines.By("ada", $"line {i}"), null, None))));

        var all = await room.ReadAfterAsync(0, 500, Reader.Anonymous, None);
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), all.Select(e => e.Seq));
        Assert.Equal(300, room.MessageCount);
    }

    [Fact]
    public async Task The_tail_in_memory_never_holds_more_than_a_hundred_events_and_older_ones_come_from_the_store()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();

        for (var i = 1; i <= 260; i++)
            await room.AppendAsync(Lines.By("ada", $"line {i}"), null, None);

        Assert.InRange(room.TailCount, 50, 100);
        var first = await room.ReadAfterAsync(0, 3, Reader.Anonymous, None);
        Assert.Equal(["line 1", "line 2", "line 3"], first.Select(e => e.Message!.Text));
    }

    [Fact]
    public async Task A_room_opened_again_goes_on_where_it_stopped()
    {
        var folder = Directory.CreateTempSubdirectory("chatter-test-").FullName;
        await using (var before = new TestStore(directory: folder))
        {
            var room = await before.OpenRoomAsync();
            await room.AppendAsync(Lines.By("ada", "first"), null, None);
            await room.AppendAsync(new TopicChanged("time"), null, None);
        }

        await using var after = new TestStore(directory: folder);
        var again = await after.OpenRoomAsync();
        var next = await again.AppendAsync(Lines.By("ben", "second"), null, None);

        Assert.Equal((3L, 2L), (next.Seq, next.Number));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_same_client_id_of_the_same_author_is_said_once()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();

        var first = await room.AppendAsync(Lines.By("ada", "hello"), "c-1", None);
        var again = await room.AppendAsync(Lines.By("ada", "hello, once more"), "c-1", None);

        Assert.Equal(first.Seq, again.Seq);
        Assert.Equal("hello", again.Message!.Text);
        Assert.Equal(1, room.Head);
    }

    [Fact]
    public async Task A_retracted_message_keeps_its_number_and_loses_its_words_in_memory_and_on_disk()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        var said = await room.AppendAsync(Lines.By("ada", "regrettable"), null, None);

        await room.AppendAsync(new Retracted(said.Seq, "admin", "rude"), null, None);

        var read = await room.ReadAfterAsync(0, 10, Reader.Anonymous, None);
        Assert.IsType<ErasedMessage>(read[0].Body);
        await using var db = store.Reader.CreateDbContext();
        Assert.Null(db.Events.Single(e => e.Seq == 1).Text);
    }

    [Fact]
    public async Task What_a_reader_may_not_see_still_has_its_number()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        await room.AppendAsync(new SettingsChanged("{}", "admin", "nothing"), null, None);

        var seen = await room.ReadAfterAsync(0, 10, Reader.Anonymous, None);

        var only = Assert.Single(seen);
        Assert.Equal((1L, "skip"), (only.Seq, only.Body.Type));
    }

    [Fact]
    public async Task Whoever_subscribed_is_told_after_the_words_are_there_and_not_after_leaving()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        var heads = new List<long>();
        var subscription = room.Subscribe(() => heads.Add(room.Head));

        await room.AppendAsync(Lines.By("ada", "one"), null, None);
        subscription.Dispose();
        await room.AppendAsync(Lines.By("ada", "two"), null, None);

        Assert.Equal([1L], heads);
    }
}
