namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>The words that names and descriptions of the invented organisation are made of.</summary>
internal static class ScaleWords
{
    public static readonly string[] First = Split(
        "ada amir anouk aoife arash astrid ayo bao beatriz bilal birgit carmen chidi clara dafna daria deniz diego eira elif emeka emil esra faisal femke freja gabor giulia greta hadi hana henrik ida imani ines isak ivana jaya jonas juno kaito karim keiko kofi lars leila linnea luca maeve malik marta mehmet mila nadia naoko nils noor obi olga omar paula petra priya quentin rafael rania rosa ruben sana selma signe soren tariq tova uma viktor wanda xenia yara yusuf zofia");

    public static readonly string[] Last = Split(
        "abara almeida andersson arslan bakker becker bergman bianchi brandt castillo celik chen costa dahl danso demir dubois eriksen ferrari fischer flores fontaine garcia haddad hansen hashimoto hoffmann ibrahim ito jansen jensen johansson kamau kaya keller khan kim kowalski kruger larsen laurent lindqvist lopez marino martins mbeki meyer mori moreau murphy nakamura ndiaye nielsen novak nyberg okafor okoye olsen ortiz patel pereira petrov quist rahman ramos ricci rossi saito santos schmidt silva singh sorensen suzuki tanaka toure vargas vogel weber yamada yilmaz zhang zielinski");

    /// <summary>What the company is about.</summary>
    public static readonly string[] Themes = Split(
        "ad-breaks album-pages artist-insights artist-payouts audiobook audio-features audio-quality billing blend campaign canvas car-mode catalogue charts checkout client-logging collections concert-listings consent content-safety credits creator-studio crossfade daily-mix device-pairing discovery download-sync editorial encoding entitlements event-delivery experimentation family-plan fan-clubs feature-flags followers fraud geo-restrictions gift-card home-feed identity ingest-audio invoices jam-session kids-mode label-portal library licensing listening-history live-rooms localisation login lyrics market-launch media-keys merchandise mixes music-video new-releases notifications offline onboarding partner-devices payments playback playlist podcast podcast-ads pricing privacy-requests profile promo-code queue radio ratings recommendations rights royalties sampling search session sharing shelf skip-button social-graph speech storefront student-plan subscriptions support-desk taste-profile tax track-metadata trending upload user-growth voice-control wallet watch-app wrapped");

    public static readonly string[] ServiceWords = Split(
        "aggregator api-gateway assembler authoriser backend broker cache-warmer coordinator dispatcher enricher exporter feed-builder gatekeeper indexer ingester ledger lookup matcher mediator notifier orchestrator planner publisher ranker reconciler recorder resolver router scheduler scorer selector session-store settler store stream-hub sync-agent tracker translator validator view-service");

    public static readonly string[] PipelineWords = Split(
        "anonymiser backfill cohort-table counts daily-snapshot dedup enriched-events export feature-table funnel joined-sessions label-set metrics-cube partition-check quality-report retention-curve rollup sample session-cut summary-table trend-table warehouse-load");

    public static readonly string[] Cadences = Split("hourly daily weekly streaming");

    public static readonly string[] ModelWords = Split(
        "affinity anomaly-detector candidate-retrieval churn-estimator click-estimator clustering completion-estimator dedup-matcher embedding forecast genre-tagger intent-classifier language-id lookalike next-item quality-scorer ranker reranker sequence-encoder similarity spam-filter timing-optimizer toxicity-filter uplift");

    public static readonly string[] SiteWords = Split("admin backoffice console dashboard docs-site hub landing-page playground portal workbench");

    public static readonly string[] FeatureWords = Split("banner card carousel detail-screen onboarding-flow picker settings-screen share-sheet shelf tab widget");

    public static readonly string[] StoreWords = Split("archive-bucket cache database document-store event-topic object-bucket queue search-cluster session-table warehouse-dataset");

    public static readonly string[] SystemWords = Split("core engine foundation fabric hub network platform stack suite works");

    public static readonly string[] DomainWords = Split(
        "advertising audio-delivery audiobooks catalogue-data client-platform commerce compliance content-creation creator-tools data-platform developer-experience discovery-and-search engagement finance growth identity-and-access infrastructure licensing-and-royalties live-and-social machine-learning markets media-processing personalisation podcasts trust-and-safety");

    public static readonly string[] MissionWords = Split("listeners creators business platform content markets intelligence");

    public static readonly string[] Languages = Split("java kotlin go python scala typescript rust csharp");

    public static readonly string[] Tags = Split("tier-1 tier-2 tier-3 gdpr pci internal public-facing batch realtime legacy golden-path on-call cost-sensitive multi-region");

    public static readonly string[] Purposes =
    [
        "so that listeners get what they asked for without waiting",
        "for every market the company is in",
        "and tells the teams downstream when something looks odd",
        "behind the home screen of all clients",
        "with answers no older than a minute",
        "for analysts, auditors and the teams that ask why",
        "and keeps working when its neighbours do not",
        "for some forty requests a second on a quiet day",
        "as agreed with the rights holders",
        "so that nobody has to look the same thing up twice",
        "in two regions, with the second ready to take over",
        "and forgets what the law says it must forget",
    ];

    public static string[] Split(string words) => words.Split(' ');
}
