using Chatter.Core.Language;
using Chatter.Core.Speech;
using Chatter.Core.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Chatter.Web.Start;

/// <summary>Says, as the last line of the start, what a person needs: the address, the model and voice in use, and where the data is.</summary>
internal static class StartLine
{
    public static void PrintStartLine(this WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var services = app.Services;
            var address = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
            var model = services.GetRequiredService<RoomVoice>().Name;
            var voice = services.GetRequiredService<SpeechCounters>().Snapshot().Provider;
            var data = services.GetRequiredService<StoreOptions>().DataDirectory;
            Console.WriteLine($"Chatter is at {address.Replace("[::]", "localhost", StringComparison.Ordinal)} · {model} · speech: {voice} · data in {data}");
        });
}
