using EventCatalog.EventStore;
using EventCatalog.Ingestion.Processors;

namespace EventCatalog.Api.Hosting;

/// <summary>Keeps processors running, each on one node of all: a lease for every one of them spreads them.</summary>
public sealed class ProcessingService(AllProcessors processors, ProcessorSchedule schedule, Leases leases) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(processors.List.Select(processor =>
        leases.RunWhileHeldAsync(ProcessorHeartbeat.Prefix + processor.Name, ct => schedule.FollowAsync(processor, ct), stoppingToken)));
}
