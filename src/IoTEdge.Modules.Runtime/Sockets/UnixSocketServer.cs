using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Sockets;

/// <summary>HTTP/1.1 on Unix sockets: one server, any number of sockets, and a handler that knows on which one it was asked.</summary>
internal sealed class UnixSocketServer<T> : IAsyncDisposable
    where T : class
{
    private const long MaxBodyBytes = 256 * 1024;

    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly WebApplication _application;

    private UnixSocketServer(WebApplication application) => _application = application;

    /// <param name="sockets">What stands behind each socket, by its path.</param>
    /// <param name="handler">Answers a request to one of them.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<UnixSocketServer<T>> StartAsync(
        IReadOnlyDictionary<string, T> sockets, Func<T, HttpContext, Task> handler, CancellationToken cancellationToken)
    {
        // An empty builder: neither environment variables nor files of the user's application change this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxBodyBytes;
            foreach (var (path, owner) in sockets)
            {
                // A killed runtime leaves its sockets behind; the state directory's lock says that nobody else serves them.
                File.Delete(path);
                options.ListenUnixSocket(path, listen => listen.Use(next => connection =>
                {
                    connection.Features.Set(owner);
                    return next(connection);
                }));
            }
        });
        var application = builder.Build();
        application.Run(context => handler(context.Features.Get<T>()!, context));
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        if (!OperatingSystem.IsWindows())
            foreach (var path in sockets.Keys) File.SetUnixFileMode(path, Everybody);
        return new UnixSocketServer<T>(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
