using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Bench.Store;

/// <summary>
/// Says things in two rooms from many tasks at once until somebody kills it, and tells on standard output what was
/// acknowledged and what a reader was shown. The tests of crashes start it and end it: <c>write-until-killed folder</c>.
/// </summary>
internal static class WriteUntilKilled
{
    private const int Writers = 12;

    private static readonly Lock Gate = new();

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new StoreOptions { DataDirectory = args[0] };
        using var opening = new StoreOpening(options, TimeProvider.System, NullLogger<StoreOpening>.Instance);
        opening.Open();
        await using var writer = new StoreWriter(options, TimeProvider.System, NullLogger<StoreWriter>.Instance);
        writer.Start();
        var reader = new StoreReader(options);
        var logs = new RoomLogs(opening, writer, reader, TimeProvider.System);
        string[] slugs = ["philosophy", "cryptoana"];
        var rooms = await Task.WhenAll(slugs.Select(slug => logs.OpenAsync(slug, slug, CancellationToken.None)));

        var watching = rooms.Zip(slugs, (room, slug) => Task.Run(() => WatchAsync(room, slug)));
        var speaking = Enumerable.Range(0, Writers).Select(i => Task.Run(() => SpeakAsync(rooms[i % 2], slugs[i % 2], i)));
        await Task.WhenAll([.. watching, .. speaking]);
        return 0;
    }

    private static async Task SpeakAsync(RoomLog room, string slug, int speaker)
    {
        var author = new Author(AuthorKind.Viewer, $"speaker{speaker}", "Speaker", "#88aaff", []);
        while (true)
        {
            var text = EventIds.Next(TimeProvider.System).ToString();
            var said = await room.AppendAsync(new Message { Author = author, Text = text }, text, CancellationToken.None);
            Tell("acknowledged", slug, said.Seq, text);
        }
    }

    private static async Task WatchAsync(RoomLog room, string slug)
    {
        using var grown = new SemaphoreSlim(0);
        using var subscription = room.Subscribe(() => grown.Release());
        for (var at = room.Head; ;)
        {
            foreach (var e in await room.ReadAfterAsync(at, 100, Reader.Anonymous, CancellationToken.None))
            {
                Tell("shown", slug, e.Seq, e.Message!.Text);
                at = e.Seq;
            }

            await grown.WaitAsync(CancellationToken.None);
        }
    }

    private static void Tell(string what, string slug, long seq, string text)
    {
        lock (Gate)
        {
            Console.Out.Write($"{what} {slug} {seq} {text}\n");
            Console.Out.Flush();
        }
    }
}
