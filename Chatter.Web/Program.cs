using Chatter.Core.Language;
using Chatter.Core.Rooms;
using Chatter.Core.Speech;
using Chatter.Core.Storage;
using Chatter.Web.Admin;
using Chatter.Web.Components;
using Chatter.Web.Endpoints;
using Chatter.Web.Start;

var paths = Paths.Find(AppContext.BaseDirectory);
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = paths.WebRoot });
builder.ReadSettings(paths, args);

var store = new StoreOptions { DataDirectory = paths.From(builder.Configuration["Chatter:DataDirectory"] ?? "data") };
builder.Services.AddRooms(store, Path.Combine(paths.Home, "content"));
builder.Services.AddLanguage(builder.Configuration, Path.Combine(paths.Home, "content"));
builder.Services.AddSpeech(builder.Configuration);
builder.Services.AddAdmin();
builder.Services.AddPages();

var app = builder.Build();
app.UsePages();
app.UseAntiforgery();
app.MapAudio();
app.MapAdmin();
app.MapPages();
app.PrintStartLine();
app.Run();

/// <summary>The program; named so that tests can start it.</summary>
public partial class Program;
