using System.Text.RegularExpressions;
using Chatter.Core.Storage;

namespace Chatter.Core.Speech;

/// <summary>
/// The sounds kept as files, each named by a hash of what it says and how. Bounded: when it is full the least recently
/// heard go; they can be made again from their messages.
/// </summary>
public sealed partial class ClipCache(StoreOptions store, SpeechOptions options, TimeProvider clock)
{
    /// <summary>Files at most, however small, so that the list of them in memory is bounded too.</summary>
    private const int MostFiles = 50_000;

    /// <summary>When full, this share of the bound is kept, so that letting go is rare.</summary>
    private const double KeptWhenFull = 0.95;

    /// <summary>How exactly the time of the last hearing is kept on disk.</summary>
    private static readonly TimeSpan Coarse = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> pins = [];
    private Dictionary<string, Kept>? sounds;
    private long bytes;
    private long letGo;
    private long temporary;

    /// <summary>Bytes of all sounds kept.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
                return Opened().Count == 0 ? 0 : bytes;
        }
    }

    /// <summary>How many sounds are kept.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return Opened().Count;
        }
    }

    /// <summary>How many sounds were let go since the start because the cache was full.</summary>
    public long LetGo => Interlocked.Read(ref letGo);

    /// <summary>Keeps a sound from being let go or swept until the result is disposed; it need not be there yet.</summary>
    internal IDisposable Pin(string sound)
    {
        lock (gate)
            pins[sound] = pins.GetValueOrDefault(sound) + 1;
        return new Pinned(this, sound);
    }

    /// <summary>Opens a sound to be read and notes that it is heard; null if it is not kept.</summary>
    internal FileStream? OpenRead(string sound)
    {
        var now = clock.GetUtcNow();
        bool note;
        lock (gate)
        {
            if (!Opened().TryGetValue(sound, out var kept))
                return null;
            note = now - kept.Heard > Coarse;
            kept.Heard = now;
        }

        try
        {
            var path = PathOf(sound);
            if (note)
                File.SetLastAccessTimeUtc(path, now.UtcDateTime);
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, useAsync: true);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            // Somebody tidied the folder by hand.
            Forget(sound);
            return null;
        }
    }

    /// <summary>
    /// Writes a sound: aside, flushed to the disk, then under its name, so that a file with a name is always whole. (Should
    /// a power cut lose the name itself, the sound is made again when asked for.)
    /// </summary>
    internal async Task StoreAsync(string sound, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        lock (gate)
            Opened();
        var aside = Path.Combine(store.AudioDirectory, $"{sound}.{Interlocked.Increment(ref temporary)}.part");
        try
        {
            await using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, 0, useAsync: true))
            {
                await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.SetLastAccessTimeUtc(aside, clock.GetUtcNow().UtcDateTime);
            File.Move(aside, PathOf(sound), overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }

        lock (gate)
        {
            if (sounds!.TryGetValue(sound, out var old))
                bytes -= old.Bytes;
            sounds[sound] = new Kept { Bytes = content.Length, Heard = clock.GetUtcNow() };
            bytes += content.Length;
        }

        LetGoIfFull();
    }

    /// <summary>The sounds kept at this moment.</summary>
    internal IReadOnlyList<string> All()
    {
        lock (gate)
            return [.. Opened().Keys];
    }

    /// <summary>Deletes a sound, unless it is pinned.</summary>
    internal void Delete(string sound)
    {
        lock (gate)
        {
            if (pins.ContainsKey(sound))
                return;
            Remove(sound);
        }
    }

    private string PathOf(string sound) =>
        Name().IsMatch(sound) ? Path.Combine(store.AudioDirectory, sound) : throw new ArgumentException("Not the name of a sound.", nameof(sound));

    private void Forget(string sound)
    {
        lock (gate)
        {
            if (Opened().Remove(sound, out var kept))
                bytes -= kept.Bytes;
        }
    }

    private void Remove(string sound)
    {
        File.Delete(PathOf(sound));
        if (Opened().Remove(sound, out var kept))
            bytes -= kept.Bytes;
    }

    private void LetGoIfFull()
    {
        lock (gate)
        {
            var kept = Opened();
            if (bytes <= options.CacheBytes && kept.Count <= MostFiles)
                return;
            foreach (var (sound, _) in kept.OrderBy(k => k.Value.Heard).ToList())
            {
                if (bytes <= options.CacheBytes * KeptWhenFull && kept.Count <= MostFiles * KeptWhenFull)
                    return;
                if (pins.ContainsKey(sound))
                    continue;
                Remove(sound);
                Interlocked.Increment(ref letGo);
            }
        }
    }

    /// <summary>Reads the folder once; what an earlier run left half written goes.</summary>
    private Dictionary<string, Kept> Opened()
    {
        if (sounds is not null)
            return sounds;
        var found = new Dictionary<string, Kept>();
        foreach (var file in Directory.CreateDirectory(store.AudioDirectory).EnumerateFiles())
        {
            if (file.Name.EndsWith(".part", StringComparison.Ordinal))
            {
                file.Delete();
            }
            else if (Name().IsMatch(file.Name))
            {
                found[file.Name] = new Kept { Bytes = file.Length, Heard = new DateTimeOffset(file.LastAccessTimeUtc, TimeSpan.Zero) };
                bytes += file.Length;
            }
        }

        return sounds = found;
    }

    private void Unpin(string sound)
    {
        lock (gate)
        {
            if (--pins[sound] == 0)
                pins.Remove(sound);
        }
    }

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    private sealed class Kept
    {
        public required long Bytes { get; init; }

        public DateTimeOffset Heard { get; set; }
    }

    private sealed class Pinned(ClipCache cache, string sound) : IDisposable
    {
        private ClipCache? held = cache;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Unpin(sound);
    }
}
