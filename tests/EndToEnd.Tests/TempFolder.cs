namespace EventCatalog.EndToEnd.Tests;

/// <summary>A folder that goes with the test.</summary>
public sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "evc-e2e-" + Guid.NewGuid().ToString("N")[..12])).FullName;

    /// <summary>A path below it; the folders it needs are made.</summary>
    public string At(string path)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    /// <returns>The path of the file.</returns>
    public string Write(string path, string text)
    {
        var full = At(path);
        File.WriteAllText(full, text);
        return full;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
