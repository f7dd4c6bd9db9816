using Chatter.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Archive;

/// <summary>Makes verified copies of the store while it is written to, and puts one back when nothing runs.</summary>
public sealed partial class Backup(StoreOptions options, TimeProvider clock, ILogger<Backup> log)
{
    private const string Regular = "chatter-";
    private const string Replaced = "replaced-";

    private readonly Lock gate = new();
    private StoreFacts? last;

    /// <summary>The last copy this process made; null if none yet.</summary>
    public StoreFacts? Last => Volatile.Read(ref last);

    /// <summary>When the newest copy in the backup folder was made; null if there is none.</summary>
    public DateTimeOffset? NewestAt => Directory.Exists(options.BackupDirectory)
        ? Directory.GetFiles(options.BackupDirectory, Regular + "*.db").Select(file => StoreCopy.TimeOf(file, Regular)).Max()
        : null;

    /// <summary>
    /// Copies the store as it is at one moment; whoever writes goes on meanwhile. Without a file name the copy goes to the
    /// backup folder, where the oldest make room. Blocks for as long as it takes: about a second for 100,000 messages.
    /// </summary>
    /// <exception cref="StoreCopyException">There is no copy; the message says why.</exception>
    public StoreFacts Make(string? file)
    {
        // Two copies at once would only make both slow.
        lock (gate)
        {
            if (!File.Exists(options.DatabasePath))
                throw new StoreCopyException($"There is nothing to copy yet: {options.DatabasePath} is not there.");
            var made = StoreCopy.Make(
                options.DatabasePath, file ?? StoreCopy.NewName(options.BackupDirectory, Regular, clock));
            if (file is null)
                StoreCopy.Rotate(options.BackupDirectory, Regular, options.BackupsKept);
            Volatile.Write(ref last, made);
            LogMade(log, made.Path, made.Events);
            return made;
        }
    }

    /// <summary>
    /// Puts a copy back in place of the store, under a new epoch, so that everyone who watched the old history is told. The
    /// caller holds the data directory (<see cref="DataDirectoryLock"/>): no server may run.
    /// </summary>
    /// <returns>What was put back, and where the replaced database now lies; null if there was none.</returns>
    /// <exception cref="StoreCopyException">Nothing was changed; the message says why.</exception>
    public (StoreFacts Restored, string? Replaced) Restore(string file)
    {
        StoreOpening.FinishRestore(options);
        if (StoreCopy.Verify(file).Newer is { } newer)
            throw new StoreCopyException($"{file} was written by a newer Chatter (it knows {newer}); start that one with it.");

        try
        {
            File.Delete(options.RestoredPath);
            var copied = StoreCopy.Make(file, options.RestoredPath);
            var epoch = StoreCopy.SetEpoch(options.RestoredPath, StoreOpening.NewEpoch(clock));
            var replaced = SetAside();
            File.Move(options.RestoredPath, options.DatabasePath);
            return (copied with { Path = options.DatabasePath, Epoch = epoch }, replaced);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreCopyException($"{file} could not be put back: {fault.Message}", fault);
        }
    }

    /// <summary>Moves the present database, with what its journal holds, to the backup folder; whether or not it is sound.</summary>
    private string? SetAside()
    {
        if (!File.Exists(options.DatabasePath))
            return null;
        Directory.CreateDirectory(options.BackupDirectory);
        var aside = StoreCopy.NewName(options.BackupDirectory, Replaced, clock);

        // The journal first, as a copy: from the moment the database has moved, only the restored one may be found here.
        var journal = options.DatabasePath + "-wal";
        if (File.Exists(journal))
            File.Copy(journal, aside + "-wal", overwrite: true);
        File.Move(options.DatabasePath, aside);
        File.Delete(journal);
        File.Delete(options.DatabasePath + "-shm");
        StoreCopy.Rotate(options.BackupDirectory, Replaced, options.BackupsKept);
        return aside;
    }

    [LoggerMessage(LogLevel.Information, "A backup was made: {File}, {Events} events.")]
    private static partial void LogMade(ILogger log, string file, long events);
}
