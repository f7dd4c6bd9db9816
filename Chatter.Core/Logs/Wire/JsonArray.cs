using Chatter.Core.Domain;

namespace Chatter.Core.Logs.Wire;

/// <summary>Puts JSON values that are already written into one array.</summary>
public static class JsonArray
{
    public static byte[] Of(IReadOnlyList<WireEvent> events, IReadOnlyList<RoomSignal> signals) =>
        Of([.. events.Select(e => e.Json), .. signals.Select(s => (ReadOnlyMemory<byte>)EventJson.Encode(s, EventJson.Write))]);

    public static byte[] Of(params IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        var array = new byte[Math.Max(values.Sum(v => v.Length + 1) + 1, 2)];
        array[0] = (byte)'[';
        var used = 1;
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
                array[used++] = (byte)',';
            values[i].CopyTo(array.AsMemory(used));
            used += values[i].Length;
        }

        array[used] = (byte)']';
        return array;
    }
}
