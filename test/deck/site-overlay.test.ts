import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Deck } from '../../src/deck/deck.js';
import { DeckError } from '../../src/deck/deck-error.js';
import { readDeckFiles } from '../../src/deck/deck-files.js';
import { loadDeck } from '../../src/deck/load-deck.js';
import { prefetchFromBundle } from '../../src/gather/from-bundle.js';
import type { Card } from '../../src/request/hook-response.js';
import type { RecordLine } from '../support/case-lines.js';
import { bundleOf, patient, resourceOf } from '../support/case-record.js';
import { TODAY } from '../support/case-terms.js';
import { judgeOn } from '../support/judge-story.js';

const files = readDeckFiles(fileURLToPath(new URL('../../cards', import.meta.url)));
const adapting = readFileSync(new URL('../../docs/adapting.md', import.meta.url), 'utf8');
const withSite = (text: string): Deck => loadDeck(files, { path: 'site.yaml', text });

function cardsFor(deck: Deck, record: readonly RecordLine[], orders: readonly RecordLine[]): readonly Card[] {
  const bundle = bundleOf([patient(), ...record.map((line, i) => resourceOf(line, i))]);
  const drafts = orders.map((line, i) => resourceOf(line, 1000 + i, true));
  return judgeOn(
    deck,
    {
      hook: 'order-sign',
      hookInstance: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
      context: { userId: 'Practitioner/p1', patientId: 'case', draftOrders: bundleOf(drafts) },
      prefetch: prefetchFromBundle(bundle, deck.hooks['order-sign'].templates, 'case'),
    },
    TODAY,
  ).cards;
}

const topics = (cards: readonly Card[]): readonly (string | undefined)[] =>
  cards.map(({ source }) => source.topic.code);
const OCREVUS: RecordLine = { rx: '1876380', drug: 'Ocrevus', mg: 300, route: '47625008' };

describe('a site overlay', () => {
  it('moves a limit', () => {
    const count: RecordLine = { lab: '751-8', value: 1.1, unit: '10*3/uL', daysAgo: 3 };
    expect(topics(cardsFor(withSite('{}'), [count], [OCREVUS]))).not.toContain('neutropenia');
    expect(topics(cardsFor(withSite('limits: { neutrophilsLow: 1.2 }'), [count], [OCREVUS]))).toContain(
      'neutropenia',
    );
  });

  it('adds a local code, to the facts and to what the EHR is asked for', () => {
    const deck = withSite('codes: { igg: [{ system: "urn:lab:general", code: IGG }] }');
    const local: RecordLine = { lab: 'IGG', system: 'urn:lab:general', value: 3.9, unit: 'g/L', daysAgo: 3 };
    expect(deck.hooks['order-sign'].templates.immunoglobulins).toContain('urn:lab:general|IGG');
    expect(topics(cardsFor(deck, [local], [OCREVUS]))).toContain('immunoglobulinLow');
  });

  it('asks for a local code also in a system that such records are not coded in elsewhere', () => {
    const { templates } = withSite(
      'codes: { igg: [{ system: "http://snomed.info/sct", code: "4311000237103" }] }',
    ).hooks['order-sign'];
    expect(templates.immunoglobulins).toContain('http://snomed.info/sct|4311000237103');
  });

  it('adds the code its own order system acts on, before the others', () => {
    const deck = withSite(
      'orders: { methylprednisolone-100-iv: { alsoCodes: [{ system: "urn:com.epic.cdshooks.action.code.system.preference-list-item", code: "4711" }] } }',
    );
    const premedication = cardsFor(deck, [], [OCREVUS]).find(
      ({ source }) => source.topic.code === 'premedication',
    );
    const offered = premedication?.suggestions?.find(({ label }) => label.startsWith('Methylprednisolone'))
      ?.actions[0];
    expect(offered).toMatchObject({
      resource: { medicationCodeableConcept: { coding: [{ code: '4711' }, { code: '1743704' }] } },
    });
  });

  it('turns a card off', () => {
    expect(topics(cardsFor(withSite('cards: { premedication: off }'), [], [OCREVUS]))).not.toContain(
      'premedication',
    );
  });

  it('shows a card with another indicator', () => {
    const cards = cardsFor(withSite('cards: { premedication: { warning: info } }'), [], [OCREVUS]);
    expect(cards.find(({ source }) => source.topic.code === 'premedication')?.indicator).toBe('info');
  });

  it('lists what it changed', () => {
    expect(
      withSite('region: eu\nlimits: { neutrophilsLow: 1.2 }\ncards: { premedication: off }').siteChanges,
    ).toEqual(['region: eu', 'limit neutrophilsLow: 1 → 1.2 10*9/L', 'card premedication: off']);
  });

  it('lists nothing where nothing changes', () => {
    const changes = withSite(
      'region: us\nlimits: { neutrophilsLow: 1 }\ncards: { activeInfection: { warning: warning }, premedication: {} }',
    ).siteChanges;
    expect(changes).toEqual([]);
  });

  it.each([
    [
      'a misspelt limit',
      'limits: { neutrophilsLo: 1.2 }',
      'site.yaml:1: limits.neutrophilsLo: unknown limit "neutrophilsLo"; did you mean "neutrophilsLow"?',
    ],
    [
      'a misspelt card',
      'cards:\n  premedicaton: off',
      'site.yaml:2: cards.premedicaton: unknown card "premedicaton"; did you mean "premedication"?',
    ],
    [
      'a misspelt value set',
      'codes:\n  ig: [{ system: a, code: b }]',
      'site.yaml:2: codes.ig: unknown value set "ig"; did you mean "iga"?',
    ],
    ['a misspelt member', 'limit: {}', 'site.yaml:1: limit: unknown member; did you mean "limits"?'],
    [
      'a limit that is no number',
      'limits: { neutrophilsLow: low }',
      'site.yaml:1: limits.neutrophilsLow: must be a number',
    ],
    [
      'a time that leads to no day',
      'limits: { liverTestDays: 90.5 }',
      'site.yaml:1: limits.liverTestDays: must be a whole number of days, at most 36525',
    ],
    [
      'a time beyond all reason',
      'limits: { hbvNegativeMonths: 1e300 }',
      'site.yaml:1: limits.hbvNegativeMonths: must be a whole number of months, at most 1200',
    ],
    [
      'an order of another resource type',
      'orders:\n  igg:\n    resource: { resourceType: ServiceRequst, intent: order }',
      'site.yaml:3: orders.igg.resource.resourceType: "ServiceRequst" is not accepted; valid are MedicationRequest, ServiceRequest',
    ],
    [
      'an element of an order',
      'orders:\n  igg:\n    resource:\n      resourceType: ServiceRequest\n      intent: order\n      medication: { text: IgG }',
      'site.yaml:6: orders.igg.resource.medication: unknown element of ServiceRequest "medication"',
    ],
    [
      'a choice in an order without its type',
      'orders:\n  igg:\n    resource:\n      resourceType: MedicationRequest\n      intent: order\n      medication: { text: IgG }',
      'site.yaml:6: orders.igg.resource.medication: unknown element of MedicationRequest "medication"',
    ],
    [
      'an intent that R4 does not have',
      'orders: { igg: { resource: { resourceType: ServiceRequest, intent: ordr } } }',
      'site.yaml:1: orders.igg.resource.intent: unknown code "ordr"; did you mean "order"?',
    ],
    [
      'a token in an order',
      'orders:\n  igg:\n    resource:\n      resourceType: ServiceRequest\n      intent: order\n      code: { text: "IgG {{labs.igg.shwn}}" }',
      'site.yaml:3: orders.igg.resource: unknown member "shwn" of labs.igg; did you mean "shown"?',
    ],
    [
      'a token in the description of an order',
      'orders:\n  igg:\n    description: "Order IgG {{labs.igg.shwn}}"',
      'site.yaml:3: orders.igg.description: unknown member "shwn" of labs.igg; did you mean "shown"?',
    ],
    [
      'an indicator that the card never has',
      'cards:\n  activeInfection: { critical: info }',
      'site.yaml:2: cards.activeInfection.critical: this card is never critical; it is info or warning',
    ],
    [
      'silence about what was not checked',
      'cards: { couldNotCheck: off }',
      'site.yaml:1: cards.couldNotCheck: cannot be off: silence must not stand for a check that did not run',
    ],
  ])('is refused for %s', (_, text, problem) => {
    expect(() => withSite(text)).toThrow(problem);
  });

  it.each([
    ['on', 'site.yaml:2: cards.liverBaseline: must be off, or a map with any of critical, warning, info'],
    ['{ warnin: info }', 'site.yaml:2: cards.liverBaseline.warnin: unknown member; did you mean "warning"?'],
    [
      '{ warning: inf }',
      'site.yaml:2: cards.liverBaseline.warning: "inf" is not accepted; valid are critical, warning, info',
    ],
  ])('says of a card that is %s what it may be, and nothing else', (written, problem) => {
    expect(() => withSite(`cards:\n  liverBaseline: ${written}`)).toThrow(
      new DeckError([problem], 'site file'),
    );
  });

  it('is as docs/adapting.md shows it, and so is the refusal of its typo', () => {
    const [, written = '', , refusal = ''] =
      /```yaml\n(.*?)```(.*?)```\n(The site file.*?)\n```/s.exec(adapting) ?? [];
    expect(withSite(written).siteChanges).toContain('limit neutrophilsLow: 1 → 1.2 10*9/L');
    expect(() => withSite(written.replace('neutrophilsLow', 'neutrophilsLo'))).toThrow(refusal);
  });
});
