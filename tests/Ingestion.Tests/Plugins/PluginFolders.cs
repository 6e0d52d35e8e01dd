namespace EventCatalog.Ingestion.Tests.Plugins;

internal static class PluginFolders
{
    /// <summary>A sound plugin of one file.</summary>
    public static TempFolder Hello(string version = "1.0.0", string script = "export default 1;")
    {
        var folder = new TempFolder();
        folder.Write("plugin.json", $$"""
            {"id":"hello","name":"Hello","version":"{{version}}","sdk":"^1.0","owner":"group:shop","entry":"index.js","permissions":[],"extensions":[{"type":"page","id":"overview","title":"Hello"}]}
            """);
        folder.Write("index.js", script);
        return folder;
    }
}
