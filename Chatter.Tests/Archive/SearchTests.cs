using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Archive;

public sealed class SearchTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private Search search = null!;
    private RoomLog room = null!;

    public async Task InitializeAsync()
    {
        search = new Search(store.Reader);
        room = await store.OpenRoomAsync();
    }

    public async Task DisposeAsync()
    {
        search.Dispose();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Every_word_must_occur_and_the_last_may_be_a_beginning()
    {
        await SayAsync("the unexamined life is not worth living", "life is short", "living is easy");

        Assert.Equal([1L], await FindAsync("life liv"));
        Assert.Equal([3L, 1L], await FindAsync("liv"));
        Assert.Equal([], await FindAsync("liv life"));
        Assert.Equal([2L, 1L], await FindAsync("LIFE"));
    }

    [Fact]
    public async Task The_newest_come_first_in_pages_without_a_gap_or_a_double()
    {
        await SayAsync([.. Enumerable.Range(1, 95).Select(i => i % 2 == 1 ? $"odd number {i}" : $"even number {i}")]);

        var seen = new List<long>();
        long? before = null;
        do
        {
            var page = await search.FindAsync(room, SearchQuery.Read("odd"), before, 10, Reader.Anonymous, default);
            seen.AddRange(page.Items.Select(f => f.Message.Seq));
            before = page.Before;
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(0, 48).Select(i => 95L - (2 * i)), seen);
    }

    [Fact]
    public async Task A_room_is_searched_alone()
    {
        var other = await store.OpenRoomAsync("cryptoana");
        await SayAsync("shared word");
        await other.AppendAsync(Lines.By("ben", "shared word"), null, default);
        await SayAsync("shared word again, room1 room2");

        Assert.Equal([2L, 1L], await FindAsync("shared"));
        Assert.Equal([2L], await FindAsync("room2"));
        Assert.Single((await search.FindAsync(other, SearchQuery.Read("shared"), null, 9, Reader.Anonymous, default)).Items);
    }

    [Fact]
    public async Task What_another_room_talks_of_all_the_time_is_found_where_it_was_said_once()
    {
        var other = await store.OpenRoomAsync("cryptoana");
        await SayAsync("bitcoin, once");
        await Task.WhenAll(Enumerable.Range(0, 2500).Select(i => other.AppendAsync(Lines.By("ben", $"bitcoin {i}"), null, default)));
        await SayAsync("bitcoin, twice");

        var newest = await search.FindAsync(room, SearchQuery.Read("bitcoin"), null, 1, Reader.Anonymous, default);
        var older = await search.FindAsync(room, SearchQuery.Read("bitcoin"), newest.Before, 1, Reader.Anonymous, default);

        Assert.Equal([2L, 1L], await FindAsync("bitcoin"));
        Assert.Equal((2L, 1L), (newest.Items[0].Message.Seq, older.Items[0].Message.Seq));
        Assert.Null(older.Before);
    }

    [Theory]
    [InlineData("déjà vu in the café", "deja", "déjà")]
    [InlineData("🙂🙃 wow 🎉 great", "great", "great")]
    [InlineData("👩‍👩‍👧 mother", "moth", "mother")]
    [InlineData("de\u0301ja\u0300 vu", "deja", "de\u0301ja\u0300")]
    [InlineData("the café", "CAFE", "café")]
    [InlineData("𝒳 and Ⅻ, naïve", "naive", "naïve")]
    [InlineData("İstanbul was Constantinople", "constant", "Constantinople")]
    [InlineData("Платон и Сократ", "сокр", "Сократ")]
    [InlineData("I don't know", "don't", "don't")]
    [InlineData("柏拉图说", "柏", "柏拉图说")]
    public async Task Hits_lie_on_the_words_whatever_stands_before_them(string text, string asked, string hit)
    {
        await SayAsync(text);

        var found = Assert.Single((await search.FindAsync(room, SearchQuery.Read(asked), null, 9, Reader.Anonymous, default)).Items);

        Assert.Equal(hit, text.Substring(found.Hits[0].Start, found.Hits.Sum(h => h.Length) + (found.Hits.Count - 1)));
    }

    [Fact]
    public async Task Each_place_of_each_word_is_a_hit()
    {
        await SayAsync("to be or not to be");

        var found = await search.FindAsync(room, SearchQuery.Read("be to"), null, 9, Reader.Anonymous, default);

        Assert.Equal([new Hit(0, 2), new Hit(3, 2), new Hit(13, 2), new Hit(16, 2)], found.Items[0].Hits);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\"\"")]
    [InlineData("*")]
    [InlineData("life*")]
    [InlineData("NEAR(")]
    [InlineData("NEAR(life death, 2)")]
    [InlineData("-")]
    [InlineData("-life")]
    [InlineData("life AND")]
    [InlineData("OR OR OR")]
    [InlineData("NOT life")]
    [InlineData("room : room1")]
    [InlineData("text : life")]
    [InlineData("{text room} : life")]
    [InlineData("^life")]
    [InlineData("life + death")]
    [InlineData("(((((")]
    [InlineData("'; DROP TABLE events; --")]
    [InlineData("🙂")]
    [InlineData("life 🙂 *")]
    [InlineData("\0life\0")]
    [InlineData("\uD800 life \uDC00")]
    [InlineData("\u0301\u0301")]
    [InlineData("a\u0301\u0301\u0301")]
    [InlineData("\uFDD0 \uFDD1")]
    [InlineData("%_[^a]\\")]
    [InlineData("   \t\n ")]
    public async Task Nothing_typed_is_ever_syntax(string typed)
    {
        await SayAsync("life and death");

        var page = await search.FindAsync(room, SearchQuery.Read(typed), null, 9, Reader.Anonymous, default);

        Assert.True(page.Items.Count <= 1);
    }

    [Fact]
    public async Task Ten_thousand_characters_are_only_many_words_of_which_the_first_count()
    {
        await SayAsync("life and death");

        var page = await search.FindAsync(
            room, SearchQuery.Read(string.Concat(Enumerable.Repeat("life and ", 1200))), null, 9, Reader.Anonymous, default);

        Assert.Single(page.Items);
    }

    [Fact]
    public async Task Marks_of_the_search_itself_in_a_text_move_no_hit()
    {
        await SayAsync("\uFDD0a\uFDD1 life \uFDD0");

        var found = await search.FindAsync(room, SearchQuery.Read("life"), null, 9, Reader.Anonymous, default);

        Assert.Equal([new Hit(4, 4)], found.Items[0].Hits);
    }

    [Fact]
    public async Task A_message_taken_back_is_no_longer_found()
    {
        await SayAsync("a regrettable remark", "a lovely remark");

        await room.AppendAsync(new Retracted(1, "admin", null), null, default);

        Assert.Equal([2L], await FindAsync("remark"));
        Assert.Empty(await FindAsync("regrettable"));
    }

    private async Task SayAsync(params string[] texts)
    {
        foreach (var text in texts)
            await room.AppendAsync(Lines.By("ada", text), null, default);
    }

    private async Task<List<long>> FindAsync(string typed) =>
        [.. (await search.FindAsync(room, SearchQuery.Read(typed), null, 50, Reader.Anonymous, default)).Items.Select(f => f.Message.Seq)];
}
