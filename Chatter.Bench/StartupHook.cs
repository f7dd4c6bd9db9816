/// <summary>
/// Loaded into the measured server by the runtime (<c>DOTNET_STARTUP_HOOKS</c>) when only its memory is asked for: it collects
/// every second, so that the heap reads as what is held and not as what is waiting to be let go.
/// </summary>
internal static class StartupHook
{
    private static Timer? timer;

    public static void Initialize() =>
        timer = new Timer(_ => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
}
