using EventCatalog.Api.Commands;

return await AllCommands.RunAsync(args);
