using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Tests.Hubs;

/// <summary>The official SignalR client, straight over a WebSocket.</summary>
internal static class HubClient
{
    public static async Task<HubConnection> OpenAsync(Uri server)
    {
        var builder = new HubConnectionBuilder().AddJsonProtocol();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(new UriBuilder(server) { Scheme = "ws", Path = "/hubs/chat" }.Uri));
        builder.Services.AddSingleton<IConnectionFactory, SocketConnections>();
        var connection = builder.Build();
        await connection.StartAsync();
        return connection;
    }

    private sealed class SocketConnections : IConnectionFactory
    {
        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
            var stream = WebSocketStream.Create(socket, WebSocketMessageType.Text, ownsWebSocket: true);
            var pipe = new DuplexPipe(PipeReader.Create(stream), PipeWriter.Create(stream));
            return new DefaultConnectionContext(Guid.Empty.ToString(), pipe, pipe);
        }
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
