import type { Express } from 'express';
import { answerHook } from './answer-hook.js';
import { createApp } from './app.js';
import type { Config } from './config.js';
import type { Deck } from './deck/deck.js';
import { readDeckFiles, readSiteFile } from './deck/deck-files.js';
import { loadDeck } from './deck/load-deck.js';
import { serviceDescriptions } from './deck/service-descriptions.js';
import { FETCH_CAPS } from './gather/fhir-search.js';
import { authenticate } from './http/authenticate.js';
import { feedbackRouter } from './http/feedback.js';
import type { Logger } from './http/logger.js';
import { metrics as metricsRouter } from './http/metrics.js';
import { reportRouter } from './http/report.js';
import type { Journal } from './journal/journal.js';
import { openJournal } from './journal/open-journal.js';
import { startRetention } from './journal/retention.js';
import { knownLabels } from './known-series.js';
import { createMetrics } from './metrics.js';
import { siteCalendar } from './picture/site-calendar.js';
import { readinessOf } from './readiness.js';
import { retirementAbove } from './report/report.js';
import type { Every } from './timer.js';
import { callerOf, senderOf } from './trust/caller.js';
import type { EhrRegistry } from './trust/ehr-registry.js';
import { createKeySource } from './trust/key-source.js';
import { openEhrRegistry } from './trust/open-ehr-registry.js';
import { workbenchRouter } from './workbench/workbench.js';

export interface ServiceDeps {
  readonly config: Config;
  readonly deckDirectory: string;
  /** The patient stories of the workbench; a service may run without them. */
  readonly storiesDirectory?: string | undefined;
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  readonly every: Every;
  readonly log: Logger;
  /** How many lines of the log could not be written so far. */
  readonly logLinesLost?: () => number;
}

export interface Service {
  readonly app: Express;
  readonly deck: Deck;
  readonly mode: EhrRegistry['mode'];
  close(): Promise<void>;
}

/** Composes the whole service from its configuration. Throws, with every fault listed, rather than guess. */
export async function openService({
  config,
  deckDirectory,
  storiesDirectory,
  fetch,
  clock,
  every,
  log,
  logLinesLost,
}: ServiceDeps): Promise<Service> {
  const deck = loadDeck(
    readDeckFiles(deckDirectory),
    config.siteFile === undefined ? undefined : readSiteFile(config.siteFile),
  );
  const registry = openEhrRegistry(config.ehrsFile, log);
  const metrics = createMetrics(knownLabels(deck, registry), logLinesLost);
  const now = () => new Date(clock());
  const journal: Journal = await openJournal({
    ...(config.databaseUrl !== undefined && { databaseUrl: config.databaseUrl }),
    file: config.journalFile,
    journalValues: config.journalValues,
    clock: now,
    log,
    onDrop: metrics.countDropped,
  });
  const endRetention = startRetention({
    journal,
    days: config.journalRetentionDays,
    clock: now,
    log,
    every,
  });
  const services = serviceDescriptions(deck);
  const calendarAt = siteCalendar(config.timeZone);
  const app = createApp({
    config,
    services,
    clock,
    log,
    onRequest: metrics.countRequest,
    onRefused: metrics.countRefused,
    answer: answerHook({
      deck,
      fetch,
      clock,
      log,
      calendarAt,
      limits: { ...FETCH_CAPS, budgetMs: config.fhirBudgetMs },
      record: (entry) => journal.recordHook(entry),
      observe: metrics.observeHook,
      observeFetch: metrics.observeFetch,
    }),
    authenticate: authenticate({
      registry,
      baseUrl: config.baseUrl,
      // Half: what slow keys take is lost to the FHIR server, and what neither needs is nobody's.
      keySource: createKeySource({ fetch, clock, log, times: { patienceMs: config.fhirBudgetMs / 2 } }),
      replay: { remember: (issuer, jti, expiresAt) => journal.rememberToken(issuer, jti, expiresAt) },
      clock,
      log,
      onFailure: metrics.countJwtFailure,
    }),
    ...(config.workbench === 'open' && {
      workbench: workbenchRouter({
        deck,
        services,
        baseUrl: config.baseUrl,
        mode: registry.mode,
        calendarAt,
        clock,
        storiesDirectory,
      }),
    }),
    ready: () => readinessOf(deck, registry, journal),
    routes: [
      feedbackRouter({
        services,
        journal,
        log,
        senderOf: (response) => senderOf(callerOf(response)),
      }),
      reportRouter({
        journal,
        clock: now,
        token: config.reportToken,
        limits: retirementAbove(config.reportOverridePercent),
        log,
      }),
      metricsRouter(metrics.registry),
    ],
  });
  const close = () => {
    endRetention();
    return journal.close();
  };
  return { app, deck, mode: registry.mode, close };
}
