using System.Text;
using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Archive;

public sealed class ForgettingTests
{
    [Fact]
    public async Task The_words_of_a_message_taken_back_are_gone_from_the_file_itself()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        for (var i = 0; i < 300; i++)
            await room.AppendAsync(Lines.By("ada", $"ordinary words number {i}"), null, default);
        var said = await room.AppendAsync(Lines.By("ada", "my secret is Xylozephyranthes"), null, default);
        for (var i = 0; i < 300; i++)
            await room.AppendAsync(Lines.By("ada", $"more ordinary words {i}"), null, default);

        await room.AppendAsync(new Retracted(said.Seq, "admin", null), null, default);
        Assert.True(await new Forgetting(store.Writer, store.Reader).RunAsync(default));

        var left = Directory.GetFiles(store.Options.DataDirectory, "chatter.db*")
            .Where(file => Holds(file, "Xylozephyranthes") || Holds(file, "xylozephyranthes")).Select(Path.GetFileName);
        Assert.Empty(left);
    }

    [Fact]
    public async Task After_forgetting_everything_else_is_still_found_and_nothing_is_owed()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        using var search = new Search(store.Reader);
        var forgetting = new Forgetting(store.Writer, store.Reader);
        for (var i = 0; i < 400; i++)
            await room.AppendAsync(Lines.By("ada", $"ordinary words number {i}"), null, default);
        await room.AppendAsync(new Retracted(200, "admin", null), null, default);

        var first = await forgetting.RunAsync(default);
        var again = await forgetting.RunAsync(default);

        Assert.Equal((true, false), (first, again));
        var found = await search.FindAsync(room, SearchQuery.Read("number"), 203, 3, Reader.Anonymous, default);
        Assert.Equal([202L, 201L, 199L], found.Items.Select(f => f.Message.Seq));
    }

    private static bool Holds(string file, string word) =>
        File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0;
}
