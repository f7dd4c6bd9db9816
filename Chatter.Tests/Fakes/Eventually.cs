using System.Diagnostics;

namespace Chatter.Tests.Fakes;

/// <summary>Waits for a thing that happens on another thread; never longer than needed, and not for ever.</summary>
public static class Eventually
{
    public static Task Is(Func<bool> condition, string what, int seconds = 20) =>
        IsAsync(() => Task.FromResult(condition()), what, seconds);

    public static async Task IsAsync(Func<Task<bool>> condition, string what, int seconds = 20)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(seconds))
                Assert.Fail($"After {seconds} s it was still not so that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }
}
