using Chatter.Core.Domain;
using Chatter.Core.Rooms;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Tests.Fakes;

/// <summary>
/// The whole program in this process, on a free port of loopback, with a data folder of its own. The rooms keep silent
/// and nobody has a voice unless a test lets them, so that a test says what is said.
/// </summary>
public sealed class TestChatter : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("chatter-test-").FullName;
    private readonly Dictionary<string, string> settings = new()
    {
        ["Chatter:Rooms:philosophy:Timing:InitialDelay"] = "01:00:00",
        ["Chatter:Rooms:cryptoana:Timing:InitialDelay"] = "01:00:00",
        ["Chatter:Speech:Provider"] = "none",
        ["Logging:LogLevel:Default"] = "Warning",
        // Whatever key the machine has: tests never call a real model.
        ["OPENAI_API_KEY"] = "",
        ["Chatter:Language:ApiKey"] = "",
        ["Chatter:Language:Endpoint"] = "",
    };

    private Action<IServiceCollection> services = _ => { };

    public TestChatter() => UseKestrel(0);

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public string DataDirectory => data;

    /// <summary>Sets a key before the start; the key as in appsettings.json, with colons.</summary>
    public TestChatter With(string key, string value)
    {
        settings[key] = value;
        return this;
    }

    /// <summary>Replaces a service before the start: a fake model, a clock.</summary>
    public TestChatter With(Action<IServiceCollection> configure)
    {
        services += configure;
        return this;
    }

    public TestChatter Started()
    {
        StartServer();
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new Uri(addresses.Addresses.First().Replace("localhost", "127.0.0.1", StringComparison.Ordinal) + "/");
        ClientOptions.BaseAddress = Address;
        return this;
    }

    public Room Room(string slug = "philosophy") =>
        Services.GetRequiredService<RoomDirectory>().Find(slug, Reader.House)!;

    public Task<RoomEvent> SayAsync(string text, string by = "ada", string slug = "philosophy") =>
        Room(slug).Log.AppendAsync(Lines.By(by, text), null, CancellationToken.None);

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Chatter:DataDirectory", data);
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services);
    }
}
