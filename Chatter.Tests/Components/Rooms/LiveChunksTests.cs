using Chatter.Core.Domain;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Components.Rooms;

public sealed class LiveChunksTests
{
    [Fact]
    public async Task All_circuits_get_the_same_chunks()
    {
        await using var room = await ARoom.OpenAsync("one", "two");
        await room.Markup.ReadLiveAsync(CancellationToken.None);
        await room.SayAsync("three");

        var views = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => room.Markup.ReadLiveAsync(CancellationToken.None).AsTask()));

        Assert.All(views, v => Assert.Same(views[0], v));
        Assert.Contains("three", views[0].Chunks[^1].Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_since_the_last_look_is_one_chunk()
    {
        await using var room = await ARoom.OpenAsync("one");
        await room.Markup.ReadLiveAsync(CancellationToken.None);
        await room.SayAsync("two");
        await room.SayAsync("three");

        var view = await room.Markup.ReadLiveAsync(CancellationToken.None);

        Assert.Equal([1, 2], view.Chunks.Select(c => c.Rows));
    }

    [Fact]
    public async Task A_message_that_can_be_heard_is_written_again_and_its_neighbours_are_not()
    {
        await using var room = await ARoom.OpenAsync("one", "two", "three");
        var before = await room.Markup.ReadLiveAsync(CancellationToken.None);

        await room.HappenAsync(new AudioReady(2, "abc123", "audio/wav", 3.6, "m3"));
        var after = await room.Markup.ReadLiveAsync(CancellationToken.None);

        Assert.Same(before.Chunks[0], after.Chunks[0]);
        Assert.Same(before.Chunks[2], after.Chunks[2]);
        Assert.Contains("data-clip=\"/audio/abc123\"", after.Chunks[1].Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_taken_back_leaves_no_word_of_it_not_even_where_it_was_answered()
    {
        await using var room = await ARoom.OpenAsync("a regrettable thing", "in between");
        await room.SayAsync("an answer", "ben", replyTo: 1);
        var before = await room.Markup.ReadLiveAsync(CancellationToken.None);

        await room.HappenAsync(new Retracted(1, "admin", null));
        var after = await room.Markup.ReadLiveAsync(CancellationToken.None);

        Assert.Contains("a regrettable thing", before.Chunks[2].Html, StringComparison.Ordinal);
        Assert.DoesNotContain(after.Chunks, c => c.Html.Contains("regrettable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_holds_no_more_than_a_hundred_rows_and_a_little()
    {
        await using var room = await ARoom.OpenAsync();
        await room.SayManyAsync(130);
        await room.Markup.ReadLiveAsync(CancellationToken.None);
        await room.SayManyAsync(20);

        var view = await room.Markup.ReadLiveAsync(CancellationToken.None);

        Assert.InRange(view.Chunks.Sum(c => c.Rows), 100, 120);
        Assert.Equal(150, view.Chunks[^1].LastNumber);
    }

    [Fact]
    public async Task A_room_far_ahead_is_read_from_its_end_without_a_hole()
    {
        await using var room = await ARoom.OpenAsync("one");
        await room.Markup.ReadLiveAsync(CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 700).Select(i => room.SayAsync($"line {i}")));

        var view = await room.Markup.ReadLiveAsync(CancellationToken.None);

        Assert.Equal(701, view.Chunks[^1].LastNumber);
        Assert.All(view.Chunks.Zip(view.Chunks.Skip(1)), pair => Assert.Equal(pair.First.LastNumber + 1, pair.Second.FirstNumber));
    }

    [Fact]
    public async Task Pages_of_the_history_join_on_to_one_another()
    {
        await using var room = await ARoom.OpenAsync();
        await room.SayManyAsync(120);

        var newest = await room.Markup.ReadBeforeAsync(121, 50, CancellationToken.None);
        var older = await room.Markup.ReadBeforeAsync(newest!.First, 50, CancellationToken.None);
        var oldest = await room.Markup.ReadBeforeAsync(older!.First, 50, CancellationToken.None);

        Assert.Equal((71, 120), (newest.FirstNumber, newest.LastNumber));
        Assert.Equal((21, 70), (older.FirstNumber, older.LastNumber));
        Assert.Equal((1, 20), (oldest!.FirstNumber, oldest.LastNumber));
        Assert.Null(await room.Markup.ReadBeforeAsync(oldest.First, 50, CancellationToken.None));
    }
}
