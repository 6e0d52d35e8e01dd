namespace EventCatalog.Ingestion.Tests;

/// <summary>A folder that lives as long as its test.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Path = Directory.CreateTempSubdirectory("eventcatalog-ingestion-").FullName;

    public string Path { get; }

    public string Write(string path, string text)
    {
        var whole = At(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(whole)!);
        File.WriteAllText(whole, text);
        return whole;
    }

    public void Write(string path, byte[] bytes)
    {
        Write(path, "");
        File.WriteAllBytes(At(path), bytes);
    }

    public void Delete(string path) => File.Delete(At(path));

    public string At(string path) => System.IO.Path.Combine(Path, path);

    /// <summary>A crawl that a webhook asked for may write its last file meanwhile.</summary>
    public void Dispose()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                Thread.Sleep(100);
            }
        }
    }
}
