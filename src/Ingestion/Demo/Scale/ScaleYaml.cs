using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>Writes descriptors as YAML, as people do: plain where that is safe, long texts as blocks.</summary>
internal static partial class ScaleYaml
{
    public static string Of(IEnumerable<JsonObject> documents)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, EmitterSettings.Default.WithBestWidth(int.MaxValue).WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        var first = true;
        foreach (var document in documents)
        {
            emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: first));
            Write(emitter, document);
            emitter.Emit(new DocumentEnd(isImplicit: true));
            first = false;
        }

        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                emitter.Emit(new MappingStart());
                foreach (var (name, value) in members)
                {
                    Write(emitter, JsonValue.Create(name));
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray items:
                emitter.Emit(new SequenceStart(default, default, isImplicit: true, items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in items)
                    Write(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            default:
                var text = node!.GetValue<string>();
                emitter.Emit(new Scalar(default, default, text, StyleOf(text), isPlainImplicit: true, isQuotedImplicit: true));
                break;
        }
    }

    private static ScalarStyle StyleOf(string text) =>
        text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
        : Plain().IsMatch(text) && !Word().IsMatch(text) ? ScalarStyle.Plain
        : ScalarStyle.DoubleQuoted;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9.,_/@-]*(:[A-Za-z0-9._/@-]+)*( [A-Za-z0-9.,_/@-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();

    /// <summary>What one version of YAML or another takes for something else than text.</summary>
    [GeneratedRegex(@"\A(true|false|null|yes|no|on|off|y|n)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
