import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { stories, storiesDirectory } from '../support/judge-story.js';
import { type RunningBrowser, startBrowser } from './browser.js';
import {
  NOW,
  REPORT_PATH,
  REPORT_TOKEN,
  startWorkbench,
  type WorkbenchService,
} from './workbench-service.js';

// Unpacking a browser on a busy machine takes a while.
jest.setTimeout(60_000);

const PAGES = {
  stories: '/',
  'a story on the chart': '/?story=maintenance-igg-low-two-infections&hook=patient-view',
  'what would I see': '/workbench/what-would-i-see',
  'the deck': '/workbench/deck',
  register: '/workbench/register',
} as const;

const IS_IN_VIEW = `(() => {
  const list = document.getElementById('stories');
  const top = list.querySelector('[aria-current]').offsetTop - list.scrollTop;
  return top > 0 && top < list.clientHeight;
})()`;

let running: RunningBrowser;
let service: WorkbenchService;
const faults: string[] = [];

beforeAll(async () => {
  [running, service] = await Promise.all([startBrowser(), startWorkbench()]);
});

afterAll(async () => {
  await running?.close();
  await service?.close();
});

/** A page that keeps every complaint of the browser, and meets nothing but this service. */
async function newPage(options: Parameters<RunningBrowser['browser']['newContext']>[0] = {}): Promise<Page> {
  const context = await running.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.clock.setFixedTime(NOW);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(service.url)) faults.push(`asked elsewhere: ${request.url()}`);
  });
  return page;
}

async function open(path: string, options?: Parameters<typeof newPage>[0]): Promise<Page> {
  const page = await newPage(options);
  await page.goto(`${service.url}${path}`);
  return page;
}

/** A story whose cards have come from the hook, and can be acted on. */
async function openStory(name: string, hook: string, options?: Parameters<typeof newPage>[0]): Promise<Page> {
  const page = await open(`/?story=${name}&hook=${hook}`, options);
  await page.getByText(/^200 in \d+ ms$/).waitFor();
  return page;
}

function card(page: Page, topic: string) {
  return page.locator(`[data-topic="${topic}"]`);
}

async function isWithinWidth(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel('Hook request or Bundle (JSON)').fill(text);
  await page.getByRole('button', { name: 'Show the cards' }).click();
  await page.locator('#result > *').first().waitFor();
}

/** The call as it lies beside its story. */
function callOf(name: string, hook: 'order-sign' | 'patient-view'): Record<string, unknown> {
  return JSON.parse(readFileSync(`${storiesDirectory}/${name}/request.${hook}.json`, 'utf8'));
}

describe('stories', () => {
  it('walks from one patient to another, and from one hook to another', async () => {
    const page = await open('/');
    await page.getByRole('searchbox').fill('pneumonia');
    await page.getByRole('link', { name: /Infusion planned during pneumonia/ }).click();
    await card(page, 'seriousInfection').waitFor();
    await page.getByRole('link', { name: 'patient-view' }).click();
    await page.getByText(/^200 in \d+ ms$/).waitFor();
    expect(await page.getByRole('heading', { name: /cards? at patient-view/ }).count()).toBe(1);
  });

  it('accepts what premedication offers, and its card goes', async () => {
    const page = await openStory('naive-no-labs', 'order-sign');
    expect(await card(page, 'premedication').count()).toBe(1);
    for (const name of [/Methylprednisolone 100 mg IV/, /Diphenhydramine 50 mg orally/]) {
      await card(page, 'premedication').getByRole('button', { name }).click();
      await page
        .getByRole('status')
        .getByText(/added to the draft orders. Hook called again/)
        .waitFor();
    }
    await card(page, 'premedication').waitFor({ state: 'detached' });
    expect(await card(page, 'hbvScreening').count()).toBe(1);
    expect(await page.locator('[data-order].added').count()).toBe(2);

    await page.getByRole('button', { name: 'Start over' }).click();
    await card(page, 'premedication').waitFor();
  });

  it('removes an order that a card wants removed', async () => {
    const page = await openStory('hbv-carrier', 'order-sign');
    await card(page, 'hbvActive')
      .getByRole('button', { name: /^Remove/ })
      .first()
      .click();
    await page.getByRole('status').getByText('removed from the draft orders').waitFor();
    await card(page, 'hbvActive').waitFor({ state: 'detached' });
  });

  it('signs what is ordered from the chart', async () => {
    const page = await openStory('maintenance-never-igg', 'patient-view');
    await card(page, 'immunoglobulinMonitoring').getByRole('button').first().click();
    await page.getByRole('status').getByText('ordered and signed').waitFor();
  });

  it('overrides a card by keyboard alone', async () => {
    const page = await openStory('naive-no-labs', 'order-sign');
    const screening = card(page, 'hbvScreening');
    await screening.locator('summary').focus();
    await page.keyboard.press('Enter');
    await screening.getByLabel('Reason').selectOption({ label: 'Result known from elsewhere' });
    await screening.getByLabel('Comment').fill('Negative in September');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Feedback stored.').waitFor();
    expect(await screening.getByText('Overridden: Result known from elsewhere').count()).toBe(1);
  });
});

describe('what would I see?', () => {
  it('shows the cards of a call, and why every other card kept silent', async () => {
    const page = await open('/workbench/what-would-i-see');
    await paste(page, JSON.stringify(callOf('naive-low-igg', 'order-sign')));
    expect(await card(page, 'immunoglobulinLow').count()).toBe(1);
    const why = page.locator('.why', { hasText: 'Low immunoglobulins before the first dose' });
    await why.locator('summary').click();
    await why
      .getByRole('link', { name: /^Observation\// })
      .first()
      .click();
    expect(await page.locator('.resources details[open] pre').textContent()).toContain(
      '"resourceType": "Observation"',
    );
  });

  it('names the line and the place of broken JSON', async () => {
    const page = await open('/workbench/what-would-i-see');
    const broken = JSON.stringify(callOf('naive-low-igg', 'order-sign'), null, 2).replace(
      '"order-sign",',
      '"order-sign"',
    );
    await paste(page, broken);
    const alert = page.getByRole('alert');
    expect(await alert.textContent()).toContain('line 3, column 3: a comma is missing');
  });

  it('names what a request lacks', async () => {
    const page = await open('/workbench/what-would-i-see');
    const { hookInstance: _, ...request } = callOf('naive-low-igg', 'order-sign');
    await paste(page, JSON.stringify({ ...request, context: { userId: 'Practitioner/1' } }));
    const alert = await page.getByRole('alert').textContent();
    expect(alert).toContain('/hookInstance is missing');
    expect(alert).toContain('/context/patientId is missing');
  });

  it('takes a dropped file', async () => {
    const page = await open('/workbench/what-would-i-see');
    const bundle = JSON.stringify(stories.get('naive-low-igg')?.bundle);
    await page
      .locator('[data-file]')
      .setInputFiles({ name: 'record.json', mimeType: 'application/json', buffer: Buffer.from(bundle) });
    await page.getByRole('button', { name: 'Show the cards' }).click();
    await page.getByText('No draft order for the drug in the Bundle').waitFor();
    expect(await card(page, 'immunoglobulinLow').count()).toBe(1);
  });
});

describe('the deck and register', () => {
  it('finds a card by a word in it', async () => {
    const page = await open('/workbench/deck');
    await page.getByRole('searchbox').fill('natalizumab');
    expect(await page.locator('#immunosuppressant').isVisible()).toBe(true);
    expect(await page.locator('#hbvScreening').isVisible()).toBe(false);
  });

  it('copies a service URL', async () => {
    const page = await open('/workbench/register', { permissions: ['clipboard-read', 'clipboard-write'] });
    const [button] = await page.getByRole('button', { name: /^Copy: Service URL, order-sign/ }).all();
    await button?.click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(
      /\/cds-services\/ocrelizumab-order-sign$/,
    );
  });
});

describe('at the width of a side panel', () => {
  it.each(Object.entries(PAGES))('%s fits without scrolling sideways', async (_, path) => {
    const page = await open(path, { viewport: { width: 320, height: 700 } });
    expect(await isWithinWidth(page)).toBe(true);
  });

  it('the list of stories opens at the one on the screen, and leads on', async () => {
    const page = await openStory('maintenance-pneumonia', 'order-sign', {
      viewport: { width: 320, height: 700 },
    });
    await page.getByText(/^\d+ patient stories$/).click();
    const here = page.locator('#stories [aria-current]');
    await here.waitFor();
    await page.waitForFunction(IS_IN_VIEW);
    await page.getByRole('link', { name: /Positive pregnancy test/ }).click();
    await card(page, 'pregnancy').waitFor();
  });

  it('long names and markup from a record stay inert and readable', async () => {
    const hostile = `<img src=x onerror=alert(1)> [click](javascript:alert(1)) **${'pneumonia'.repeat(33)}**`;
    const call = JSON.stringify(callOf('maintenance-pneumonia', 'order-sign'))
      .replaceAll(/"text":"[^"]*neumonia[^"]*"/g, JSON.stringify({ text: hostile }).slice(1, -1))
      .replaceAll(/"display":"[^"]*neumonia[^"]*"/g, JSON.stringify({ display: hostile }).slice(1, -1));
    expect(call).toContain('onerror');
    const page = await open('/workbench/what-would-i-see', { viewport: { width: 320, height: 700 } });
    await paste(page, call);
    expect(await card(page, 'seriousInfection').textContent()).toContain('<img src=x onerror=alert(1)>');
    await expectInert(page);
  });

  it('so does a card that says as much itself', async () => {
    const page = await newPage({ viewport: { width: 320, height: 700 } });
    await page.route('**/cds-services/*', async (route) => {
      const answer = await (await route.fetch()).json();
      const [first] = answer.cards;
      const detail = `<img src=x onerror="alert(1)"><script>alert(2)</script>\n\n[click](javascript:alert(3)) ![pixel](https://example.org/x.png) ${'x'.repeat(300)}\n\n<details open ontoggle=alert(4)>`;
      await route.fulfill({
        json: { cards: [{ ...first, summary: '<b onmouseover=alert(5)>bold</b>', detail }] },
      });
    });
    await page.goto(`${service.url}/?story=naive-no-labs&hook=order-sign`);
    // Before the answer is shown, the cards of the story are.
    await page.getByRole('heading', { name: 'onmouseover' }).waitFor();
    expect(await page.locator('.card h3').textContent()).toBe('<b onmouseover=alert(5)>bold</b>');
    expect(await page.locator('.card .detail').textContent()).toContain('<img src=x onerror="alert(1)">');
    await expectInert(page);
  });

  async function expectInert(page: Page): Promise<void> {
    expect(
      await page.locator('main img, main script, main [onerror], main a[href^="javascript:"]').count(),
    ).toBe(0);
    expect(await isWithinWidth(page)).toBe(true);
  }
});

describe('accessibility', () => {
  it.each(Object.entries(PAGES))('axe finds nothing serious in %s, light or dark', async (_, path) => {
    const page = await open(path);
    if (path === '/workbench/what-would-i-see')
      await paste(page, JSON.stringify(callOf('labs-unreachable', 'order-sign')));
    await page.evaluate(axe.source);
    expect(await seriousFaults(page, '{}')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousFaults(page, `{ runOnly: ['color-contrast'] }`)).toEqual([]);
  });

  async function seriousFaults(page: Page, options: string): Promise<unknown> {
    return page.evaluate(`axe.run(document, ${options}).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html }) => html) })))`);
  }
});

describe('after all that', () => {
  it('the browser had nothing to complain of', () => {
    expect(faults).toEqual([]);
  });

  it('the report tells what was accepted and overridden, and nothing of what was pasted', async () => {
    const { topics } = await service.report();
    const of = (name: string) => topics.find(({ topic }) => topic === name);
    expect(of('premedication')?.accepted).toBe(2);
    expect(of('hbvScreening')).toMatchObject({
      overridden: 1,
      reasons: [{ code: 'resulted-elsewhere', display: 'Result known from elsewhere', cards: 1 }],
    });
    expect(of('immunoglobulinLow')).toBeUndefined();
    expect(service.logged()).not.toContain('onerror');

    const credentials = { username: 'reviewer', password: REPORT_TOKEN };
    const page = await open(REPORT_PATH, { httpCredentials: { ...credentials, send: 'always' } });
    await page.getByRole('cell', { name: 'Result known from elsewhere' }).first().waitFor();
  });
});
