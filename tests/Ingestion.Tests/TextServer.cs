using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventCatalog.Ingestion.Tests;

/// <summary>A web server of a few texts, with ETags, that remembers what it was asked.</summary>
internal sealed class TextServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Path, int Status, string? Authorization)> _answers = new();

    public TextServer()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Authority = $"127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add($"http://{Authority}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Authority { get; }

    public IReadOnlyCollection<(string Path, int Status, string? Authorization)> Answers => _answers;

    public string Url(string path) => $"http://{Authority}{path}";

    /// <summary>A text that starts with <c>redirect:</c> sends to the address behind it.</summary>
    public void Put(string path, string text) => _texts[path] = text;

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        using var response = context.Response;
        if (!_texts.TryGetValue(path, out var text))
        {
            response.StatusCode = 404;
        }
        else if (text.StartsWith("redirect:", StringComparison.Ordinal))
        {
            response.Redirect(text["redirect:".Length..]);
        }
        else
        {
            var tag = $"\"{text.GetHashCode(StringComparison.Ordinal)}\"";
            response.Headers["ETag"] = tag;
            if (context.Request.Headers["If-None-Match"] == tag)
                response.StatusCode = 304;
            else
                await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        }

        _answers.Enqueue((path, response.StatusCode, context.Request.Headers["Authorization"]));
    }
}
