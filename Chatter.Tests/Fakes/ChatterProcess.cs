using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Chatter.Tests.Fakes;

/// <summary>The built program as a process of its own, as people start it.</summary>
public sealed class ChatterProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource<string> startLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> output = [];

    private ChatterProcess(string program, string dataDirectory, string workingDirectory, IReadOnlyDictionary<string, string>? environment)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        Address = new Uri(address);
        var start = new ProcessStartInfo("dotnet", [program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        start.Environment["ASPNETCORE_URLS"] = address;
        start.Environment["Chatter__DataDirectory"] = dataDirectory;
        start.Environment["Chatter__Speech__Provider"] = "none";
        // Whatever key the machine has: tests never call a real model.
        start.Environment["OPENAI_API_KEY"] = "";
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;

        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) =>
        {
            // Waiting once more lets the last of what it printed arrive; the end can be told before it.
            process.WaitForExit();
            startLine.TrySetException(new InvalidOperationException($"The program ended:\n{Output}"));
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>The line that says where it is; it has been printed when the program can be used.</summary>
    public string StartLine { get; private set; } = "";

    /// <summary>Everything it printed so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return string.Join('\n', output);
        }
    }

    /// <summary>The program of the tests' own configuration, in the checkout.</summary>
    public static string BuiltProgram
    {
        get
        {
            var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
            return Path.Combine(Home, "Chatter.Web", "bin", configuration, "net10.0", "Chatter.Web.dll");
        }
    }

    /// <summary>The root of the checkout.</summary>
    public static string Home
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Chatter.sln")))
                folder = folder.Parent ?? throw new InvalidOperationException("Chatter.sln is in no folder above the tests.");
            return folder.FullName;
        }
    }

    /// <summary>Starts the program and returns when it has said where it is. Throws with what it printed if it ends instead.</summary>
    public static async Task<ChatterProcess> StartAsync(
        string dataDirectory, string? program = null, string? workingDirectory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var chatter = new ChatterProcess(program ?? BuiltProgram, dataDirectory, workingDirectory ?? Path.GetTempPath(), environment);
        try
        {
            chatter.StartLine = await chatter.startLine.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return chatter;
        }
        catch
        {
            await chatter.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it without asking, as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (output)
        {
            // The last hundred lines tell why something failed; more is nobody's to read.
            if (output.Count == 100)
                output.RemoveAt(0);
            output.Add(line);
        }

        if (line.StartsWith("Chatter is at ", StringComparison.Ordinal))
            startLine.TrySetResult(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
