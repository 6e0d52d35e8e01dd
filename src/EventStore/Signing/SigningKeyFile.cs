namespace EventCatalog.EventStore;

/// <summary>Where the private key stands. It is read at each use, so that a new one counts at once, in every process.</summary>
/// <param name="path">A file that only its owner can read.</param>
/// <param name="isGiven">Somebody else keeps the file: it is never made or changed here.</param>
public sealed class SigningKeyFile(string path, bool isGiven = false)
{
    public string Path => path;

    /// <summary>The key; made when it is not there yet.</summary>
    /// <exception cref="SigningKeyException">The file cannot be read or made, or holds no such key.</exception>
    public SigningKey Open()
    {
        try
        {
            if (!isGiven && !File.Exists(path))
                Make(overwrite: false);
            return SigningKey.Read(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SigningKeyException($"The key for signing, {path}, cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Puts a new key in the place of the one there, which is gone: what it signed stays provable by its public half.</summary>
    /// <exception cref="SigningKeyException">The file is somebody else's to change, or cannot be written.</exception>
    public SigningKey Rotate()
    {
        if (isGiven)
            throw new SigningKeyException($"The key {path} was given by the configuration: put another file there, or name another.");
        try
        {
            Make(overwrite: true);
            return Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SigningKeyException($"No new key can be written to {path}: {e.Message}", e);
        }
    }

    /// <summary>The file is whole or not there; of several processes that make the first one, one does.</summary>
    private void Make(bool overwrite)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var unfinished = System.IO.Path.Combine(folder.FullName, System.IO.Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var to = new StreamWriter(unfinished, options))
            to.Write(SigningKey.Create().Pem());
        try
        {
            File.Move(unfinished, path, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            File.Delete(unfinished); // another process was first
        }
    }
}

/// <summary>There is no key to sign with; nothing was signed.</summary>
public sealed class SigningKeyException(string message, Exception? inner = null) : Exception(message, inner);
