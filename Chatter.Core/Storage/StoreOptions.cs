namespace Chatter.Core.Storage;

/// <summary>Where the data is and how it is kept.</summary>
public sealed record StoreOptions
{
    /// <summary>The folder of the database, the clips and the keys, as an absolute path.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Copies kept when a backup is made or the schema is raised; the oldest go.</summary>
    public int BackupsKept { get; init; } = 7;

    public string DatabasePath => Path.Combine(DataDirectory, "chatter.db");

    /// <summary>A restored database, checked and whole, in the moment before it takes its place.</summary>
    public string RestoredPath => DatabasePath + ".restored";

    public string AudioDirectory => Path.Combine(DataDirectory, "audio");

    public string BackupDirectory => Path.Combine(DataDirectory, "backups");

    public string KeysDirectory => Path.Combine(DataDirectory, "keys");
}
