import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import type { Deck } from '../../src/deck/deck.js';
import { serviceDescriptions } from '../../src/deck/service-descriptions.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import { workbenchRouter } from '../../src/workbench/workbench.js';
import type { WorkbenchDeps } from '../../src/workbench/workbench-deps.js';
import { postJson, send } from '../http/cds-service.js';
import { loadProjectDeck, storiesDirectory } from '../support/judge-story.js';
import { serve } from '../support/serve.js';
import { NOW, startWorkbench, type WorkbenchService } from './workbench-service.js';

// Each service reads its deck anew.
jest.setTimeout(30_000);

const call = JSON.parse(readFileSync(`${storiesDirectory}/naive-no-labs/request.order-sign.json`, 'utf8'));

interface Got {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function get(url: string): Promise<Got> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe('the workbench of a service', () => {
  let service: WorkbenchService;

  beforeAll(async () => {
    service = await startWorkbench();
  });

  afterAll(() => service?.close());

  it('is served with a policy that lets nothing in but its own files', async () => {
    for (const path of ['/', '/workbench/deck', '/workbench/register', '/workbench/what-would-i-see']) {
      const { status, headers, text } = await get(`${service.url}${path}`);
      expect(status).toBe(200);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(text).not.toMatch(/<script(?! type="module" src="\/)|<style|\sstyle=|\son[a-z]+=/);
    }
  });

  it('says that a story is unknown, and escapes its name', async () => {
    const { status, text } = await get(`${service.url}/?story=%3Cimg%20src=x%3E`);
    expect(status).toBe(404);
    expect(text).toContain('There is no story “&lt;img src=x&gt;”');
  });

  it('says of a story that names dates that those of its cards are others', async () => {
    const told = 'Told on 2 Mar 2026: record and cards are moved to today';
    expect((await get(`${service.url}/?story=maintenance-too-early`)).text).toContain(told);
    expect((await get(`${service.url}/?story=naive-no-labs`)).text).not.toContain('Told on');
  });

  it('shows only cards that meet the standard', async () => {
    const body = { request: call, cards: [{ summary: 'x' }] };
    const { status, json } = await postJson(`${service.url}/workbench/encounter`, body);
    expect(status).toBe(400);
    expect(json.resourceType).toBe('OperationOutcome');
  });

  it('refuses cards without end, and bodies larger than a story or a record', async () => {
    const encounter = `${service.url}/workbench/encounter`;
    const endless = await postJson(encounter, { request: call, cards: Array(400_000).fill(1) });
    expect(endless.status).toBe(400);
    for (const path of ['encounter', 'cards']) {
      const body = JSON.stringify({ cards: 'x'.repeat(1024 ** 2) });
      expect((await postJson(`${service.url}/workbench/${path}`, body)).status).toBe(413);
    }
    const body = `text=${'x'.repeat(6 * 1024 ** 2)}`;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const pasted = { method: 'POST', headers, body };
    expect((await send(`${service.url}/workbench/what-would-i-see`, pasted)).status).toBe(413);
  });

  it('answers a wrong method with what is allowed', async () => {
    expect((await send(`${service.url}/workbench/deck`, { method: 'DELETE' })).status).toBe(405);
    expect((await send(`${service.url}/`, { method: 'POST' })).status).toBe(405);
  });

  it('judges on no day that does not exist', async () => {
    const body = new URLSearchParams({ text: JSON.stringify(call), hook: 'order-sign', on: '2026-02-30' });
    const response = await fetch(`${service.url}/workbench/what-would-i-see`, { method: 'POST', body });
    const page = await response.text();
    expect(page).toContain('There is no day “2026-02-30”.');
    expect(page).not.toContain('data-topic');
  });

  it('keeps nothing of what is pasted, and writes nothing of it into the log', async () => {
    const text = JSON.stringify(call);
    const body = new URLSearchParams({ text, hook: 'order-sign', on: '2026-03-02' });
    const response = await fetch(`${service.url}/workbench/what-would-i-see`, { method: 'POST', body });
    expect(await response.text()).toContain('data-topic="hbvScreening"');
    await postJson(`${service.url}/workbench/cards`, call);
    expect(service.logged()).not.toContain(call.context.patientId);
    const report = await service.report();
    expect(report.ehrs).toEqual([]);
    expect(report.topics).toEqual([]);
  });
});

describe('beside registered EHRs', () => {
  let folder: string;
  let service: WorkbenchService;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'workbench-registry-'));
    const file = join(folder, 'ehrs.yaml');
    writeFileSync(
      file,
      'ehrs:\n  - { name: General Hospital, issuer: https://ehr.example.org, jwksUrl: https://ehr.example.org/jwks.json, algorithms: [ES384], fhirBases: [https://ehr.example.org/fhir] }\n',
    );
    service = await startWorkbench({ EHRS_FILE: file });
  });

  afterAll(async () => {
    await service?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('there is none, unless the operator opens it', async () => {
    expect((await get(`${service.url}/`)).status).toBe(404);
    expect((await get(`${service.url}/workbench/deck`)).status).toBe(404);
    expect((await get(`${service.url}/cds-services`)).status).toBe(200);
  });
});

describe('its pages', () => {
  let deck: Deck;

  beforeAll(() => {
    deck = loadProjectDeck();
  });

  async function pageOf(path: string, deps: Partial<WorkbenchDeps> = {}): Promise<Got> {
    const router = workbenchRouter({
      deck,
      services: serviceDescriptions(deck),
      baseUrl: 'https://cds.example.org',
      mode: 'open',
      calendarAt: siteCalendar('UTC'),
      clock: () => NOW.getTime(),
      storiesDirectory,
      ...deps,
    });
    const served = await serve(express().use(router));
    try {
      return await get(`${served.url}${path}`);
    } finally {
      await served.close();
    }
  }

  it('judge stories themselves where the hooks want a token', async () => {
    const { text } = await pageOf('/', { mode: 'registered' });
    expect(text).toContain('data-hook="/workbench/cards"');
    expect(text).toContain('data-feedback=""');
    expect(text).toContain('asks its callers for a signed token');
  });

  it('warn of an address that EHRs cannot call, and of one that is not encrypted', async () => {
    const register = async (baseUrl: string) => (await pageOf('/workbench/register', { baseUrl })).text;
    expect(await register('http://127.0.0.1:3000')).toContain('A local address.');
    expect(await register('http://127.example.org')).toContain('Not encrypted.');
  });

  it('say that there are no stories, where the service carries none', async () => {
    const { status, text } = await pageOf('/', { storiesDirectory: '/nowhere' });
    expect(status).toBe(200);
    expect(text).toContain('This service carries no patient stories');
    expect((await pageOf('/workbench/deck', { storiesDirectory: undefined })).text).toContain(
      'id="hbvScreening"',
    );
  });

  it('have their links under the path of the external URL', async () => {
    const { text } = await pageOf('/workbench/register', { baseUrl: 'https://cds.example.org/ocrelizumab' });
    expect(text).toContain('href="/ocrelizumab/workbench/deck"');
    expect(text).toContain(
      'https://cds.example.org/ocrelizumab/cds-services/ocrelizumab-order-sign/feedback',
    );
    expect(text).not.toContain('A local address');
  });

  it('hand out the scopes that the prefetch needs, and no more', async () => {
    const { text } = await pageOf('/workbench/register');
    expect(text).toContain('patient/Observation.rs');
    expect(text).toContain('patient/Observation.read');
    expect(text).not.toContain('patient/*');
    expect(text).not.toContain('patient/Medication.rs');
  });

  it('show what the site changed', async () => {
    const changed = loadProjectDeck('limits:\n  neutrophilsLow: 1.2\ncards:\n  liverBaseline: off\n');
    const { text } = await pageOf('/workbench/deck', { deck: changed });
    expect(text).toContain('limit neutrophilsLow: 1 → 1.2 10*9/L');
    expect(text).toContain('card liverBaseline: off');
    expect(text).toContain('<strong>This site. </strong>');
    expect(text).not.toContain('id="liverBaseline"');
  });
});
