namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>What happens to a file in a hurry: a line twice, a tab, a stray character, an end that is missing.</summary>
internal static class Damage
{
    private static readonly string[] Strays = [":", ": ", "#", " #", "'", "\"", "{", "}", "[", "]", ",", "&a ", "*a", "!x ", "%", "@", "`", "|", ">", "-", "- ", "?", "\t", "\n", "  ", "<<: ", "---\n", "...\n", "${{ x }}", "\u00a0", "\ufeff"];

    public static string In(string text, Chance chance)
    {
        var lines = text.Split('\n').ToList();
        var line = chance.Below(lines.Count);
        var place = chance.Below(text.Length);
        switch (chance.Below(7))
        {
            case 0:
                lines.Insert(line, lines[line]);
                return string.Join('\n', lines);
            case 1:
                lines.RemoveAt(line);
                return string.Join('\n', lines);
            case 2:
                lines[line] = "\t" + lines[line];
                return string.Join('\n', lines);
            case 3:
                lines[line] = " " + lines[line];
                return string.Join('\n', lines);
            case 4:
                return text[..place];
            case 5:
                return text.Remove(place, 1);
            default:
                return text.Insert(place, chance.Pick(Strays));
        }
    }
}
