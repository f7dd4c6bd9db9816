using Chatter.Core.Logs;
using Chatter.Core.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Fakes;

/// <summary>A real store in a folder of its own, opened as the program opens it; the folder goes when the test ends.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly bool owned;

    public TestStore(TimeProvider? clock = null, string? directory = null)
    {
        owned = directory is null;
        Clock = clock ?? TimeProvider.System;
        Options = new StoreOptions { DataDirectory = directory ?? Directory.CreateTempSubdirectory("chatter-test-").FullName };
        Opening = new StoreOpening(Options, Clock, NullLogger<StoreOpening>.Instance);
        Opening.Open();
        Writer = new StoreWriter(Options, Clock, NullLogger<StoreWriter>.Instance);
        Writer.Start();
        Reader = new StoreReader(Options);
        Logs = new RoomLogs(Opening, Writer, Reader, Clock);
    }

    public TimeProvider Clock { get; }

    public StoreOptions Options { get; }

    public StoreOpening Opening { get; }

    public StoreWriter Writer { get; }

    public StoreReader Reader { get; }

    public RoomLogs Logs { get; }

    public Task<RoomLog> OpenRoomAsync(string slug = "philosophy") => Logs.OpenAsync(slug, slug, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        Opening.Dispose();
        if (owned)
            Directory.Delete(Options.DataDirectory, recursive: true);
    }
}
