using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>A table of a build.</summary>
/// <param name="Name">Quoted where it must be.</param>
/// <param name="Columns">Those whose values follow from the events, quoted, by name: numbers the database gave out differ between two builds.</param>
internal sealed record BuildTable(string Name, IReadOnlyList<string> Columns)
{
    public static async Task<IReadOnlyList<BuildTable>> OfAsync(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select quote_ident(c.relname), coalesce(array_agg(quote_ident(a.attname) order by a.attname)
                filter (where a.attidentity = '' and coalesce(pg_get_expr(d.adbin, d.adrelid), '') not like 'nextval(%'), '{}')
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
            where c.relnamespace = to_regnamespace($1) and c.relkind = 'r' group by c.relname order by c.relname
            """, connection)
        {
            Parameters = { new() { Value = schema } },
        };
        var tables = new List<BuildTable>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            tables.Add(new(row.GetString(0), row.GetFieldValue<string[]>(1)));
        return tables;
    }
}
