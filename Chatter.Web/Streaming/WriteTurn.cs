namespace Chatter.Web.Streaming;

/// <summary>
/// Lets one at a time write without anybody waiting for a turn: whoever finds it taken leaves word that there is more,
/// and the one who writes looks again before leaving.
/// </summary>
internal struct WriteTurn
{
    private const int Free = 0, Taken = 1, More = 2;

    private int state;

    /// <summary>Takes the turn, or leaves word that there is more to write.</summary>
    public bool TryTake()
    {
        while (true)
        {
            if (Interlocked.CompareExchange(ref state, Taken, Free) == Free)
                return true;
            if (Interlocked.CompareExchange(ref state, More, Taken) != Free)
                return false;
        }
    }

    /// <summary>Gives the turn back, unless word was left meanwhile: then it is kept, and one must look again.</summary>
    public bool TryGiveBack()
    {
        if (Interlocked.CompareExchange(ref state, Free, Taken) == Taken)
            return true;
        Volatile.Write(ref state, Taken);
        return false;
    }
}
