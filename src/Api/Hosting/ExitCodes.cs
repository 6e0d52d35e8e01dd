namespace EventCatalog.Api.Hosting;

/// <summary>What a verb's exit code tells a script.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The verb did its work and the answer is no: something was refused, or does not hold.</summary>
    public const int No = 1;

    public const int WrongUse = 2;

    /// <summary>The verb could not do its work.</summary>
    public const int CouldNot = 3;
}
