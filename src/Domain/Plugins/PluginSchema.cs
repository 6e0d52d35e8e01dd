namespace EventCatalog.Domain.Plugins;

/// <summary>What a <c>plugin.json</c> may say, as JSON Schema draft-07: by this it is judged, and authors get it for their editors.</summary>
public static class PluginSchema
{
    public const string Text =
        """
        {
          "$schema": "http://json-schema.org/draft-07/schema#",
          "title": "A plugin of an EventCatalog portal",
          "type": "object",
          "required": ["id", "name", "version", "sdk", "owner", "entry", "permissions", "extensions"],
          "additionalProperties": false,
          "properties": {
            "$schema": { "type": "string" },
            "id": { "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 40, "description": "Never changes; the first page of the plugin stands at /{id}." },
            "name": { "type": "string", "minLength": 1, "maxLength": 60, "description": "For people." },
            "version": { "type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$", "maxLength": 40, "description": "What is installed under a version never changes." },
            "sdk": { "type": "string", "pattern": "^\\^[0-9]+\\.[0-9]+(\\.[0-9]+)?$", "description": "The versions of @eventcatalog/sdk it works with: ^1.2 for 1.2 and everything after it that still begins with 1." },
            "description": { "type": "string", "maxLength": 300 },
            "owner": { "type": "string", "pattern": "^[A-Za-z]+:\\S+$", "description": "The Group or User who answers for it, such as group:default/platform." },
            "entry": { "type": "string", "description": "The module that is loaded first." },
            "permissions": {
              "type": "array",
              "uniqueItems": true,
              "items": { "enum": ["catalog:read", "catalog:write"] },
              "description": "What it does with the catalog, for whoever decides about it; an empty list for nothing."
            },
            "extensions": {
              "type": "array",
              "minItems": 1,
              "maxItems": 40,
              "items": {
                "type": "object",
                "required": ["type", "id", "title"],
                "additionalProperties": false,
                "properties": {
                  "type": { "enum": ["page", "entity-tab", "entity-card", "home-card", "command"] },
                  "id": { "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 40, "description": "The name under which the entry module gives it to definePlugin." },
                  "title": { "type": "string", "minLength": 1, "maxLength": 60 },
                  "path": { "type": "string", "pattern": "^[a-z0-9-]+(/[a-z0-9-]+)*$", "maxLength": 100, "description": "Of a page, below /{id of the plugin}; left out for the first page." },
                  "icon": { "type": "string", "description": "Of a page: one of the names in docs/kinds.md." },
                  "when": {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": false,
                    "description": "Of a tab or card: the entities it shows for; all must hold.",
                    "properties": {
                      "kinds": { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } },
                      "types": { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } },
                      "annotation": { "type": "string", "minLength": 1 }
                    }
                  }
                }
              }
            },
            "files": {
              "type": "object",
              "description": "Written by `eventcatalog plugin pack`: each file with the SHA-256 of its bytes, as a browser checks it.",
              "patternProperties": { "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$": { "type": "string", "pattern": "^sha256-[A-Za-z0-9+/]{43}=$" } },
              "additionalProperties": false
            }
          }
        }
        """;
}
