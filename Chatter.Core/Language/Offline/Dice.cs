namespace Chatter.Core.Language.Offline;

/// <summary>Chance that is the same for the same seed on every machine: xorshift, never the clock.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = Mix(seed) | 1;

    public double Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return ((_state * 0x2545F4914F6CDD1DUL) >> 11) * (1.0 / (1UL << 53));
    }

    public int Below(int end) => (int)(Next() * end);

    public bool Chance(double share) => Next() < share;

    /// <summary>FNV-1a over texts, the same in every process.</summary>
    public static ulong Hash(params ReadOnlySpan<string> texts)
    {
        var hash = 14695981039346656037UL;
        foreach (var text in texts)
        {
            foreach (var c in text)
                hash = (hash ^ c) * 1099511628211UL;
            hash = (hash ^ 0xFFFF) * 1099511628211UL;
        }

        return hash;
    }

    public static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15UL;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }
}
