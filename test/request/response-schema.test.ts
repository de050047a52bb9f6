import { describe, expect, it } from '@jest/globals';
import { assertValidResponse } from '../../src/request/response-schema.js';

const UUID = '1f8b7c50-5f3d-5c57-9d0a-3a6f8f0c9b11';

const SOURCE = {
  label: 'Ocrevus US prescribing information §2.1',
  url: 'https://www.accessdata.fda.gov/drugsatfda_docs/label/2025/761053.pdf',
  topic: { system: 'https://ocrelizumab-cds.org/topics', code: 'hbvScreening', display: 'Hepatitis B' },
};

const SUGGESTION = {
  label: 'Order HBsAg',
  uuid: UUID,
  actions: [
    {
      type: 'create',
      description: 'Order hepatitis B surface antigen',
      resource: { resourceType: 'ServiceRequest', status: 'draft', code: { coding: [{ code: '5196-1' }] } },
    },
  ],
};

const DELETION = {
  label: 'Remove the order',
  uuid: UUID,
  actions: [{ type: 'delete', description: 'Remove', resourceId: 'MedicationRequest/1.2-x' }],
};

const CARD = { uuid: UUID, summary: 'Hepatitis B not screened', indicator: 'warning', source: SOURCE };

function card(changes: object): object {
  return { cards: [{ ...CARD, ...changes }] };
}

function offering(...suggestions: readonly object[]): object {
  return card({ suggestions, selectionBehavior: 'any' });
}

function action(changes: object): object {
  return offering({ ...SUGGESTION, actions: [{ ...SUGGESTION.actions[0], ...changes }] });
}

describe('assertValidResponse', () => {
  it.each([
    ['no cards', { cards: [] }],
    ['a card with what is required', card({})],
    ['a summary of 139 characters', card({ summary: 'x'.repeat(139) })],
    ['a summary of 139 characters outside the BMP', card({ summary: '😀'.repeat(139) })],
    ['suggestions to create and to delete', offering(SUGGESTION, DELETION)],
    [
      'two recommended suggestions of any',
      offering({ ...SUGGESTION, isRecommended: true }, { ...DELETION, isRecommended: true }),
    ],
    [
      'one recommended suggestion of at most one',
      card({
        selectionBehavior: 'at-most-one',
        suggestions: [
          { ...SUGGESTION, isRecommended: true },
          { ...SUGGESTION, isRecommended: false },
        ],
      }),
    ],
    [
      'override reasons',
      card({ overrideReasons: [{ system: 'urn:x', code: 'too-costly', display: 'Too costly' }] }),
    ],
    [
      'links',
      card({
        links: [
          { label: 'Label', url: 'https://example.org', type: 'absolute' },
          {
            label: 'App',
            url: 'https://example.org',
            type: 'smart',
            appContext: '{}',
            autolaunchable: false,
          },
        ],
      }),
    ],
    [
      'its own members under extension',
      card({ extension: { 'org.ocrelizumab-cds.evidence': [{ value: 0 }] } }),
    ],
  ])('accepts %s', (_what, response) => {
    expect(() => assertValidResponse(response)).not.toThrow();
  });

  it.each([
    ['/cards', {}],
    ['/cards', { cards: null }],
    ['/systemActions', { cards: [], systemActions: [] }],
    ['/cards/0/uuid', card({ uuid: undefined })],
    ['/cards/0/uuid', card({ uuid: `urn:uuid:${UUID}` })],
    ['/cards/0/summary', card({ summary: '' })],
    ['/cards/0/summary', card({ summary: 'x'.repeat(140) })],
    ['/cards/0/summary', card({ summary: 'two\nlines' })],
    ['/cards/0/indicator', card({ indicator: 'hard-stop' })],
    ['/cards/0/detail', card({ detail: '' })],
    ['/cards/0/detail', card({ detail: null })],
    ['/cards/0/source', card({ source: undefined })],
    ['/cards/0/source/label', card({ source: { ...SOURCE, label: '' } })],
    ['/cards/0/source/url', card({ source: { ...SOURCE, url: '/label.pdf' } })],
    ['/cards/0/source/topic', card({ source: { label: 'Label' } })],
    [
      '/cards/0/source/topic/code',
      card({ source: { ...SOURCE, topic: { ...SOURCE.topic, code: 'hbv-1' } } }),
    ],
    ['/cards/0/suggestions', card({ suggestions: [], selectionBehavior: 'any' })],
    ['/cards/0/selectionBehavior', card({ suggestions: [SUGGESTION] })],
    ['/cards/0/selectionBehavior', card({ suggestions: [SUGGESTION], selectionBehavior: 'all' })],
    ['/cards/0/suggestions', card({ selectionBehavior: 'any' })],
    [
      '/cards/0/suggestions',
      card({
        selectionBehavior: 'at-most-one',
        suggestions: [
          { ...SUGGESTION, isRecommended: true },
          { ...DELETION, isRecommended: true },
        ],
      }),
    ],
    ['/cards/0/suggestions/0/label', offering({ ...SUGGESTION, label: undefined })],
    ['/cards/0/suggestions/0/uuid', offering({ ...SUGGESTION, uuid: 'one' })],
    ['/cards/0/suggestions/0/actions', offering({ ...SUGGESTION, actions: [] })],
    [
      '/cards/0/suggestions/0/actions',
      offering({ ...SUGGESTION, actions: [...SUGGESTION.actions, ...DELETION.actions] }),
    ],
    ['/cards/0/suggestions/0/actions/0/type', action({ type: 'CREATE' })],
    ['/cards/0/suggestions/0/actions/0/description', action({ description: '' })],
    ['/cards/0/suggestions/0/actions/0/resource', action({ resource: undefined })],
    ['/cards/0/suggestions/0/actions/0/resource', action({ resource: '{}' })],
    ['/cards/0/suggestions/0/actions/0/resource/resourceType', action({ resource: { status: 'draft' } })],
    [
      '/cards/0/suggestions/0/actions/0/resource/note',
      action({ resource: { resourceType: 'ServiceRequest', note: [] } }),
    ],
    ['/cards/0/suggestions/0/actions/0/resourceId', action({ resourceId: 'ServiceRequest/1' })],
    ['/cards/0/suggestions/0/actions/0/resourceId', action({ type: 'delete', resource: undefined })],
    ['/cards/0/suggestions/0/actions/0/resource', action({ type: 'delete', resourceId: 'ServiceRequest/1' })],
    ['/cards/0/overrideReasons', card({ overrideReasons: [] })],
    [
      '/cards/0/overrideReasons/0/display',
      card({ overrideReasons: [{ system: 'urn:x', code: 'too-costly' }] }),
    ],
    ['/cards/0/links/0/url', card({ links: [{ label: 'Label', url: 'label.pdf', type: 'absolute' }] })],
    [
      '/cards/0/links/0/type',
      card({ links: [{ label: 'Label', url: 'https://example.org', type: 'absolute', appContext: 'x' }] }),
    ],
    ['/cards/0/extension', card({ extension: {} })],
    ['/cards/0/extension', card({ extension: 'x' })],
    ['/cards/0/extension/a/0/b', card({ extension: { a: [{ b: null }] } })],
    ['/cards/0/evidence', card({ evidence: ['x'] })],
  ])('refuses a fault at %s', (pointer, response) => {
    expect(() => assertValidResponse(JSON.parse(JSON.stringify(response)))).toThrow(`${pointer} `);
  });

  const said = (response: unknown): string => {
    try {
      assertValidResponse(response);
      return 'valid';
    } catch (error) {
      return String(error);
    }
  };

  it.each([
    ['cards', { cards: Array(101).fill(1) }],
    ['cards/0/suggestions', card({ selectionBehavior: 'any', suggestions: Array(21).fill(1) })],
    ['cards/0/overrideReasons', card({ overrideReasons: Array(51).fill(1) })],
    ['cards/0/links', card({ links: Array(21).fill(1) })],
  ])('refuses a list without end for its length alone: %s', (place, response) => {
    expect(said(response)).toMatch(new RegExp(`: /${place} must NOT have more than \\d+ items$`));
  });

  it('tells the first of many faults', () => {
    expect(said({ cards: Array(100).fill(1) })).toMatch(/: \/cards\/0 must be object$/);
    expect(said(card({ extension: { a: Array(10_000).fill(null) } }))).not.toContain('; ');
  });

  it('never repeats a value, as it may be about a patient', () => {
    expect(() => assertValidResponse(card({ indicator: 'Jane Roe', detail: { text: 'Jane Roe' } }))).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('Jane') }),
    );
  });
});
