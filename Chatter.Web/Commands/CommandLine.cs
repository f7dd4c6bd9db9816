using Chatter.Core.Archive;
using Chatter.Core.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Web.Commands;

/// <summary>What the program does when its first argument is a word: it does that and ends, instead of serving.</summary>
internal static class CommandLine
{
    private const int Done = 0, Failed = 1, Misused = 2;

    private const string Usage =
        """
        chatter                  serves; settings are in appsettings.json and in the environment
        chatter backup [file]    copies the database, whether or not a server runs; without a file, to backups/ in the data folder
        chatter restore <file>   puts a copy back; only while no server runs. The replaced database is kept in backups/
        """;

    /// <summary>Whether the arguments begin with a word rather than a setting such as <c>--urls</c>.</summary>
    public static bool HasVerb(string[] args) => args.Length > 0 && args[0].Length > 0 && char.IsAsciiLetter(args[0][0]) && !args[0].Contains('=', StringComparison.Ordinal);

    /// <summary>Does what the word says. The exit code is 0 when it is done, 1 when it could not be, 2 when it was asked wrongly.</summary>
    public static async Task<int> RunAsync(string[] args, StoreOptions store, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            switch (args)
            {
                case ["backup"]:
                    return await BackUpAsync(store, null, output, cancellationToken).ConfigureAwait(false);
                case ["backup", var file]:
                    return await BackUpAsync(store, Path.GetFullPath(file), output, cancellationToken).ConfigureAwait(false);
                case ["restore", var file]:
                    return Restore(store, Path.GetFullPath(file), output);
                case ["help", ..]:
                    output.WriteLine(Usage);
                    return Done;
                default:
                    errors.WriteLine(Usage);
                    return Misused;
            }
        }
        catch (Exception fault) when (fault is StoreCopyException or InvalidOperationException)
        {
            errors.WriteLine(fault.Message);
            return Failed;
        }
    }

    private static async Task<int> BackUpAsync(StoreOptions store, string? file, TextWriter output, CancellationToken cancellationToken)
    {
        if (await BackupSocket.AskAsync(store, file, cancellationToken).ConfigureAwait(false) is { } made)
            return Say(output, $"The running server made a backup of {made.Events} events: {made.Path}");
        if (!File.Exists(store.DatabasePath))
            throw new StoreCopyException($"There is nothing to copy: {store.DatabasePath} is not there.");

        using var held = TakeData(store, "does not answer, so no backup can be asked of it");
        made = Archive(store).Make(file);
        return Say(output, $"Made a backup of {made.Events} events: {made.Path}");
    }

    private static int Restore(StoreOptions store, string file, TextWriter output)
    {
        using var held = TakeData(store, "is running; stop it first: a backup is put back only while no server runs");
        var (restored, replaced) = Archive(store).Restore(file);
        Say(output, $"Put back {restored.Events} events from {file}. Whoever watched will be told to begin anew.");
        if (replaced is not null)
            Say(output, $"The replaced database is kept as {replaced}");
        return Done;
    }

    private static FileStream TakeData(StoreOptions store, string why)
    {
        try
        {
            return DataDirectoryLock.Take(store.DataDirectory);
        }
        catch (InvalidOperationException fault) when (fault.InnerException is null)
        {
            throw new StoreCopyException($"The Chatter server that uses {store.DataDirectory} {why}.", fault);
        }
    }

    private static Backup Archive(StoreOptions store) => new(store, TimeProvider.System, NullLogger<Backup>.Instance);

    private static int Say(TextWriter output, string sentence)
    {
        output.WriteLine(sentence);
        return Done;
    }
}
