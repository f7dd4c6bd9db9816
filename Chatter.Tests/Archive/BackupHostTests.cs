using Chatter.Core.Archive;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Archive;

public sealed class BackupHostTests
{
    [Fact]
    public async Task A_copy_is_made_at_each_interval_and_none_before_its_time()
    {
        var clock = new ManualClock();
        await using var store = new TestStore(clock);
        var backup = new Backup(store.Options, clock, NullLogger<Backup>.Instance);
        using var host = new BackupHost(backup, new BackupOptions { Every = TimeSpan.FromHours(6) }, clock, NullLogger<BackupHost>.Instance);
        await host.StartAsync(CancellationToken.None);
        await Eventually.Is(() => clock.Timers == 1, "it waits");

        clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.Is(() => backup.Last is not null && clock.Timers == 1, "the first copy is made");
        var first = backup.NewestAt;
        for (var hour = 0; hour < 5; hour++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await Eventually.Is(() => clock.Timers == 1, "it waits on");
        }

        Assert.Equal(first, backup.NewestAt);
        clock.Advance(TimeSpan.FromHours(1));
        await Eventually.Is(() => backup.NewestAt > first, "the second copy is made");
        await host.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task With_no_interval_no_copy_is_made()
    {
        var clock = new ManualClock();
        await using var store = new TestStore(clock);
        var backup = new Backup(store.Options, clock, NullLogger<Backup>.Instance);
        using var host = new BackupHost(backup, new BackupOptions { Every = TimeSpan.Zero }, clock, NullLogger<BackupHost>.Instance);

        await host.StartAsync(CancellationToken.None);
        await host.ExecuteTask!;

        Assert.Null(backup.NewestAt);
    }
}
