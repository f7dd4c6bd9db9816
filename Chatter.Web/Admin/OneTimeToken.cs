using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Chatter.Web.Admin;

/// <summary>The secret that this start of the program has printed; it opens the admin's desk once.</summary>
internal sealed class OneTimeToken
{
    private readonly Lock gate = new();
    private byte[]? token = RandomNumberGenerator.GetBytes(24);

    /// <summary>The token as printed, or null once it was used.</summary>
    public string? Value
    {
        get
        {
            lock (gate)
                return token is null ? null : WebEncoders.Base64UrlEncode(token);
        }
    }

    /// <summary>True once, for the right token; compared in a time that tells nothing.</summary>
    public bool TryUse(string presented)
    {
        lock (gate)
        {
            var expected = token is null ? "" : WebEncoders.Base64UrlEncode(token);
            var right = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(expected));
            if (!right || token is null)
                return false;
            token = null;
            return true;
        }
    }
}

/// <summary>Prints the address that signs the admin in, at each start.</summary>
internal sealed class TokenPrinter(OneTimeToken token, IServer server) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // On the console and not in the log, which may be kept or sent elsewhere.
        Console.WriteLine($"Admin: {Address(server, token)} (opens once; a new one is printed at each start)");
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Address(IServer server, OneTimeToken token)
    {
        var listens = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        foreach (var everywhere in (string[])["[::]", "0.0.0.0", "//+", "//*"])
            listens = listens.Replace(everywhere, everywhere.StartsWith('/') ? "//localhost" : "localhost", StringComparison.Ordinal);
        return $"{listens.TrimEnd('/')}/admin/enter?token={token.Value}";
    }
}
