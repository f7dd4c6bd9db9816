using Chatter.Core.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Chatter.Web.Start;

/// <summary>Says, as the last line of the start, what a person needs: the address, the model and voice in use, and where the data is.</summary>
internal static class StartLine
{
    public static void PrintStartLine(this WebApplication app, Func<string> voices) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
            var data = app.Services.GetRequiredService<StoreOptions>().DataDirectory;
            Console.WriteLine($"Chatter is at {address.Replace("[::]", "localhost", StringComparison.Ordinal)} · {voices()} · data in {data}");
        });
}
