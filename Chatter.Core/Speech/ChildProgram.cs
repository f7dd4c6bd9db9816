using System.Diagnostics;
using System.Text;

namespace Chatter.Core.Speech;

/// <summary>What a child program left behind.</summary>
/// <param name="Complaint">The beginning of what it wrote to its error stream.</param>
internal sealed record ChildResult(int ExitCode, byte[] Output, string Complaint);

/// <summary>
/// Runs a program once: text in, bytes out, nothing by way of a shell. It gets no more memory of ours than the limit and
/// none of our environment (there are keys in it), and it does not outlive the call.
/// </summary>
internal static class ChildProgram
{
    private const int LongestComplaint = 2000;

    /// <exception cref="SpeechFailedException">It could not be started or wrote too much.</exception>
    public static async Task<ChildResult> RunAsync(
        string path, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, int outputLimit, CancellationToken cancellationToken)
    {
        using var process = Start(path, arguments);
        // A read that waits on a pipe does not heed its token; the death of the child ends it.
        using var end = cancellationToken.Register(() => Kill(process));
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, outputLimit, strict: true);
            var complaint = ReadAsync(process.StandardError.BaseStream, LongestComplaint, strict: false);
            await FeedAsync(process, input, cancellationToken).ConfigureAwait(false);
            var bytes = await output.WaitAsync(cancellationToken).ConfigureAwait(false);
            var words = Encoding.UTF8.GetString(await complaint.WaitAsync(cancellationToken).ConfigureAwait(false)).Trim();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new ChildResult(process.ExitCode, bytes, words);
        }
        finally
        {
            // Whatever ended the call (time over, shutdown, too much output), nothing of the child remains.
            Kill(process);
        }
    }

    private static Process Start(string path, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["LANG"] = "C.UTF-8";
        try
        {
            return Process.Start(start) ?? throw new SpeechFailedException($"{path} did not start.");
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or IOException)
        {
            throw new SpeechFailedException($"{path} could not be started: {fault.Message}", fault);
        }
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code and complaint say why.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream from, int limit, bool strict)
    {
        using var read = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false)) > 0)
        {
            var fits = (int)Math.Min(count, limit - read.Length);
            if (fits < count && strict)
                throw new SpeechFailedException($"The voice wrote more than {limit / 1024 / 1024} MiB for one message.");
            read.Write(buffer, 0, fits);
        }

        return read.ToArray();
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It ended between the question and the signal.
        }
    }
}
