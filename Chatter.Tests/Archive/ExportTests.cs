using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Archive;

public sealed class ExportTests
{
    [Fact]
    public async Task Every_number_is_there_once_as_the_public_sees_it()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        await Task.WhenAll(Enumerable.Range(0, 1100).Select(i => room.AppendAsync(Lines.By("ada", $"line {i}"), null, default)));
        await room.AppendAsync(new SettingsChanged("{}", "admin", "secret"), null, default);
        await room.AppendAsync(new Retracted(700, "admin", "rude"), null, default);

        var all = new List<RoomEvent>();
        await foreach (var e in Export.ReadAsync(room, Reader.Anonymous, default))
            all.Add(e);

        Assert.Equal(Enumerable.Range(1, 1102).Select(i => (long)i), all.Select(e => e.Seq));
        Assert.IsType<Hidden>(all[1100].Body);
        Assert.IsType<ErasedMessage>(all[699].Body);
    }

    [Fact]
    public async Task It_ends_where_the_log_ended_when_it_was_asked_for_though_the_room_talks_on()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        await room.AppendAsync(Lines.By("ada", "first"), null, default);

        var numbers = new List<long>();
        await foreach (var e in Export.ReadAsync(room, Reader.Anonymous, default))
        {
            await room.AppendAsync(Lines.By("ada", "meanwhile"), null, default);
            numbers.Add(e.Seq);
        }

        Assert.Equal([1L], numbers);
    }
}
