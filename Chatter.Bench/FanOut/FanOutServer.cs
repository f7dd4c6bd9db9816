using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using Chatter.Core.Domain;
using Chatter.Core.Gateway;
using Chatter.Core.Rooms;
using Chatter.Core.Storage;
using Chatter.Web.Guards;
using Chatter.Web.Hubs;
using Chatter.Web.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chatter.Bench.FanOut;

/// <summary>
/// The server of the fan-out measures, a process of its own: the program's rooms, door, log, guards, streams and hub, with
/// somebody at the door who says what its standard input asks for. Beside them a plain SignalR hub, to compare with.
/// </summary>
internal sealed class FanOutServer(WebApplication app, Room room)
{
    /// <summary>Numbers whose commit is stamped.</summary>
    public const int MostStamps = 4_000_000;

    private readonly Gateway gateway = app.Services.GetRequiredService<Gateway>();
    private readonly IHubContext<PlainHub> plain = app.Services.GetRequiredService<IHubContext<PlainHub>>();

    public static async Task<int> RunAsync(string[] args)
    {
        var data = args[0];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration["Chatter:Limits:Connections"] = "100000";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRooms(new StoreOptions { DataDirectory = data }, Path.Combine(Home(), "content"));
        Core.Language.LanguageServices.AddLanguage(builder.Services, builder.Configuration, Path.Combine(Home(), "content"));
        builder.Services.AddGuards(builder.Configuration);
        builder.Services.AddStreaming();
        builder.Services.AddHubs();
        await using var app = builder.Build();
        app.UseGuards();
        app.MapStream();
        app.MapHubs();
        app.MapHub<PlainHub>("/plain");
        await app.StartAsync();

        using var file = MemoryMappedFile.CreateFromFile(Path.Combine(data, "stamps"), FileMode.Create, null, MostStamps * 8L);
        using var stamps = file.CreateViewAccessor();
        var room = app.Services.GetRequiredService<RoomDirectory>().Find("philosophy", Reader.House)!;
        using var stamping = room.Log.Subscribe(() => stamps.Write(room.Log.Head % MostStamps * 8, Stopwatch.GetTimestamp()));
        Console.WriteLine(app.Urls.First());
        await new FanOutServer(app, room).ObeyAsync();
        return 0;
    }

    /// <summary>Reads orders until there are no more: usage, talk RATE COUNT, burst WRITERS, and the same for the plain hub.</summary>
    private async Task ObeyAsync()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var order = line.Split(' ');
            Console.WriteLine(order[0] switch
            {
                "usage" => Usage(),
                "talk" => await TalkAsync(Number(order[1]), Number(order[2]), toHub: false),
                "plain-talk" => await TalkAsync(Number(order[1]), Number(order[2]), toHub: true),
                "burst" => await BurstAsync(Number(order[1]), toHub: false),
                "plain-burst" => await BurstAsync(Number(order[1]), toHub: true),
                _ => "what?",
            });
        }
    }

    private string Usage()
    {
        using var self = Process.GetCurrentProcess();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{self.TotalProcessorTime.TotalMicroseconds:F0} {self.WorkingSet64 / 1024} {GC.GetTotalMemory(forceFullCollection: true) / 1024} {room.Presence.Viewers} {room.Log.Head} {Pending()}");
    }

    private int Pending() => app.Services.GetRequiredService<StreamWheel>().Pending;

    private async Task<string> TalkAsync(int rate, int count, bool toHub)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate);
            if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } wait)
                await Task.Delay(wait, TimeProvider.System);
            await SayAsync(i % 64, Random.Shared, toHub);
        }

        return room.Log.Head.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>So many say one line each, all at once.</summary>
    private async Task<string> BurstAsync(int writers, bool toHub)
    {
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => SayAsync(writer, Random.Shared, toHub))));
        return room.Log.Head.ToString(CultureInfo.InvariantCulture);
    }

    private async Task SayAsync(int writer, Random random, bool toHub)
    {
        var message = new Message
        {
            Author = new Author(AuthorKind.Persona, $"p{writer}", $"Persona {writer}", "#88aaff", []),
            Text = string.Join(' ', Enumerable.Range(0, 16).Select(_ => Babble[random.Next(Babble.Length)])),
            Topic = "time",
        };
        var said = await gateway.SayAsync(room.Card, room.Log, room.Cast, message, null, CancellationToken.None);
        if (toHub && said.Event is { } e)
            await plain.Clients.All.SendAsync("said", new { type = "message", seq = e.Seq, id = e.Id, at = e.At, author = message.Author, text = message.Text, topic = message.Topic });
    }

    private static string Home()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Chatter.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The bench runs from its checkout.");
        return folder.FullName;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Enough words that no two lines of sixteen are alike to the door.</summary>
    private static readonly string[] Babble =
        [.. from a in "ba de fo gi lu ma ne po ri su ta vo".Split(' ') from b in "bak dem fon gil lur man nep pos rit sul tav von".Split(' ') select a + b];

    /// <summary>What one would write first: every message serialised for every client.</summary>
    private sealed class PlainHub : Hub;
}
