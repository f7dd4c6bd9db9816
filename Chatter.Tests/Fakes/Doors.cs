using Chatter.Core.Gateway.Safety;

namespace Chatter.Tests.Fakes;

/// <summary>Doors into rooms for tests: the real one, with the lists the program ships with.</summary>
public static class Doors
{
    public static Core.Gateway.Gateway Open(SafetyCounters? counters = null) =>
        new(Gateway.Safety.Door.Rules, counters ?? new SafetyCounters());
}
