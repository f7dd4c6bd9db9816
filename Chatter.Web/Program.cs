using Chatter.Core.Archive;
using Chatter.Core.Language;
using Chatter.Core.Rooms;
using Chatter.Core.Speech;
using Chatter.Core.Storage;
using Chatter.Web.Admin;
using Chatter.Web.Commands;
using Chatter.Web.Components;
using Chatter.Web.Endpoints;
using Chatter.Web.Guards;
using Chatter.Web.Hubs;
using Chatter.Web.Start;
using Chatter.Web.Streaming;

return await Refusal.TellAsync(RunAsync);

async Task<int> RunAsync()
{
    var paths = Paths.Find(AppContext.BaseDirectory);
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = paths.WebRoot });
    builder.ReadSettings(paths, args);

    var store = new StoreOptions
    {
        DataDirectory = paths.Data(builder.Configuration["Chatter:DataDirectory"]),
        BackupsKept = BackupOptions.Read(builder.Configuration).Keep,
    };
    if (CommandLine.HasVerb(args))
        return await CommandLine.RunAsync(args, store, Console.Out, Console.Error, CancellationToken.None);

    builder.Services.AddRooms(store, Path.Combine(paths.Home, "content"));
    builder.Services.AddLanguage(builder.Configuration, Path.Combine(paths.Home, "content"));
    builder.Services.AddSpeech(builder.Configuration);
    builder.Services.AddArchive(builder.Configuration);
    builder.Services.AddApi(builder.Configuration);
    builder.Services.AddPages();
    builder.Services.AddAdmin(); // after the pages, whose idea of who somebody is it replaces
    builder.Services.AddGuards(builder.Configuration);
    builder.Services.AddStreaming();
    builder.Services.AddHubs();

    var app = builder.Build();
    app.UseGuards();
    app.UsePages();
    app.UseApi();
    app.UseAntiforgery();
    app.MapApi();
    app.MapAudio();
    app.MapAdmin();
    app.MapPages();
    app.MapStream();
    app.MapHubs();
    app.PrintStartLine();
    await app.RunAsync();
    return 0;
}

/// <summary>The program; named so that tests can start it.</summary>
public partial class Program;
