using System.Text;
using System.Text.RegularExpressions;

namespace Chatter.Core.Speech;

/// <summary>Where espeak-ng is on this machine.</summary>
internal static partial class EspeakInstallation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The installed program, asked for its version; null if it is not there or does not answer.</summary>
    /// <param name="program">A file, or a name looked for on the PATH.</param>
    public static EspeakSpeech? Find(string program, TimeProvider clock)
    {
        if (Locate(program) is not { } path)
            return null;
        try
        {
            using var limit = new CancellationTokenSource(Patience, clock);
            // Once, while the program is put together, before there is anything to keep waiting.
            var answer = Task.Run(() => ChildProgram.RunAsync(path, ["--version"], default, 64 * 1024, limit.Token), limit.Token)
                .GetAwaiter().GetResult();
            return answer.ExitCode == 0
                ? new EspeakSpeech(path, Version().Match(Encoding.UTF8.GetString(answer.Output)).Value)
                : null;
        }
        catch (Exception fault) when (fault is SpeechFailedException or OperationCanceledException)
        {
            return null;
        }
    }

    private static string? Locate(string program)
    {
        if (Path.GetFileName(program) != program)
            return File.Exists(program) ? Path.GetFullPath(program) : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] names = OperatingSystem.IsWindows() ? [program + ".exe", program] : [program];
        return folders.SelectMany(folder => names, Path.Combine).FirstOrDefault(File.Exists);
    }

    [GeneratedRegex(@"\d+(\.\d+)+")]
    private static partial Regex Version();
}
