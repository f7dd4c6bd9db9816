using Chatter.Core.Domain;

namespace Chatter.Core.Speech;

/// <summary>Which messages become sound: a fixed draw for each message, so that a restart decides no differently.</summary>
public static class AudioShare
{
    /// <param name="probability">The room's <see cref="RoomSettings.AudioProbability"/>, 0 to 1; a message taken at one share is taken at every larger one.</param>
    public static bool Takes(RoomId room, long seq, double probability) => Draw(room, seq) < probability;

    /// <summary>A number in [0, 1) that looks random from one message to the next (the finishing steps of SplitMix64).</summary>
    private static double Draw(RoomId room, long seq)
    {
        var x = unchecked(((ulong)room.Value * 0xD1B54A32D192ED03) + ((ulong)seq * 0x9E3779B97F4A7C15));
        x = unchecked((x ^ x >> 30) * 0xBF58476D1CE4E5B9);
        x = unchecked((x ^ x >> 27) * 0x94D049BB133111EB);
        x ^= x >> 31;
        return (x >> 11) * (1.0 / (1UL << 53));
    }
}
