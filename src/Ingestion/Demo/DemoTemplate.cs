using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo;

/// <summary>The company's paved road: one template that makes a service with repository, build and catalog entry.</summary>
internal static class DemoTemplate
{
    public static readonly DemoFile File = new("catalog", "templates/new-service/template.yaml");

    public static (DemoFile File, JsonObject Descriptor) Document
    {
        get
        {
            var descriptor = new DemoDescriptor("Template", "new-service", "New service",
                "A service with repository, build, dashboard and catalog entry, running in production behind a flag within the hour.",
                "scaffolder.backstage.io/v1beta3");
            descriptor.Tags("recommended", "service").Spec("owner", "foundations").Spec("type", "service");
            foreach (var (name, value) in JsonNode.Parse(Spec)!.AsObject())
                descriptor.Spec(name, value?.DeepClone());
            return (File, descriptor.Json);
        }
    }

    private const string Spec = """
        {
          "parameters": [
            {
              "title": "What is it?",
              "required": ["name", "description", "owner"],
              "properties": {
                "name": { "title": "Name", "type": "string", "pattern": "^[a-z][a-z0-9-]{2,40}$", "ui:autofocus": true,
                          "ui:help": "Also the name of the repository; say what it does, not what it is made of." },
                "description": { "title": "Description", "type": "string", "maxLength": 200 },
                "owner": { "title": "Owner", "type": "string", "ui:field": "OwnerPicker", "ui:options": { "catalogFilter": { "kind": "Group", "spec.type": "team" } } },
                "system": { "title": "System", "type": "string", "ui:field": "EntityPicker", "ui:options": { "catalogFilter": { "kind": "System" }, "defaultKind": "System" } }
              }
            },
            {
              "title": "How is it built?",
              "required": ["runtime", "repoUrl"],
              "properties": {
                "runtime": { "title": "Runtime", "type": "string", "default": "java", "enum": ["java", "dotnet", "go"], "enumNames": ["Java 21", ".NET 9", "Go 1.24"] },
                "database": { "title": "Needs a database", "type": "boolean", "default": false },
                "repoUrl": { "title": "Repository", "type": "string", "ui:field": "RepoUrlPicker", "ui:options": { "allowedHosts": ["git.example.com"] } }
              }
            }
          ],
          "steps": [
            { "id": "fetch", "name": "Write the service", "action": "fetch:template",
              "input": { "url": "./skeletons/${{ parameters.runtime }}",
                         "values": { "name": "${{ parameters.name }}", "description": "${{ parameters.description }}", "owner": "${{ parameters.owner }}", "system": "${{ parameters.system }}" } } },
            { "id": "database", "name": "Ask for a database", "action": "fetch:template", "if": "${{ parameters.database }}",
              "input": { "url": "./skeletons/database", "targetPath": "./infrastructure", "values": { "name": "${{ parameters.name }}" } } },
            { "id": "publish", "name": "Make the repository", "action": "publish:github",
              "input": { "repoUrl": "${{ parameters.repoUrl }}", "description": "${{ parameters.description }}", "defaultBranch": "main" } },
            { "id": "register", "name": "Add it to the catalog", "action": "catalog:register",
              "input": { "repoContentsUrl": "${{ steps.publish.output.repoContentsUrl }}", "catalogInfoPath": "/catalog-info.yaml" } }
          ],
          "output": {
            "links": [
              { "title": "Repository", "url": "${{ steps.publish.output.remoteUrl }}" },
              { "title": "In the catalog", "icon": "catalog", "entityRef": "${{ steps.register.output.entityRef }}" }
            ]
          }
        }
        """;
}
