import { describe, expect, it } from '@jest/globals';
import { MOST_ITEMS, readFeedback } from '../../src/journal/feedback-items.js';
import type { CardFeedback } from '../../src/journal/journal.js';
import { CARD, SUGGESTION } from './entries.js';

const AT = '2026-10-15T10:01:00Z';
const REASONS = 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes';
const EPIC = 'com.epic.cdshooks.feedback.overrideReason';

const accepted = {
  card: CARD,
  outcome: 'accepted',
  acceptedSuggestions: [{ id: SUGGESTION }],
  outcomeTimestamp: AT,
};
const overridden = { card: CARD, outcome: 'overridden', outcomeTimestamp: AT };

const asAccepted: CardFeedback = {
  card: CARD,
  outcome: 'accepted',
  outcomeAt: new Date(AT),
  acceptedSuggestions: [SUGGESTION],
  reasons: [],
};
const asOverridden: CardFeedback = {
  card: CARD,
  outcome: 'overridden',
  outcomeAt: new Date(AT),
  acceptedSuggestions: [],
  reasons: [],
};

describe('a feedback body that can be stored', () => {
  const coding = { system: REASONS, code: 'patient-refuses', display: 'Patient refuses' };
  it.each<[string, unknown, readonly CardFeedback[]]>([
    ['the standard, accepted', { feedback: [accepted] }, [asAccepted]],
    ['the standard, overridden without a reason', { feedback: [overridden] }, [asOverridden]],
    [
      'the standard, overridden with reason and comment',
      { feedback: [{ ...overridden, overrideReason: { reason: coding, userComment: 'told her' } }] },
      [{ ...asOverridden, reasons: [coding], userComment: 'told her' }],
    ],
    [
      'a comment only',
      { feedback: [{ ...overridden, overrideReason: { userComment: 'told her' } }] },
      [{ ...asOverridden, userComment: 'told her' }],
    ],
    ['a batch', { feedback: [accepted, overridden] }, [asAccepted, asOverridden]],
    ['an empty batch', { feedback: [] }, []],
    [
      'several suggestions of one card, one named twice',
      { feedback: [{ ...accepted, acceptedSuggestions: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] }] },
      [{ ...asAccepted, acceptedSuggestions: ['a', 'b'] }],
    ],
    ['a single object (older clients)', accepted, [asAccepted]],
    ['an object in place of the list', { feedback: accepted }, [asAccepted]],
    [
      'the Coding directly in overrideReason (older clients)',
      { feedback: [{ ...overridden, overrideReason: { system: REASONS, code: 'patient-refuses' } }] },
      [{ ...asOverridden, reasons: [{ system: REASONS, code: 'patient-refuses' }] }],
    ],
    [
      'Epic’s plural overrideReasons and a card id that is no UUID',
      {
        feedback: [
          { ...overridden, card: '123456', overrideReasons: { reason: coding, userComment: 'text' } },
        ],
      },
      [{ ...asOverridden, card: '123456', reasons: [coding], userComment: 'text' }],
    ],
    [
      'a reason of Epic’s own build, in extensions',
      {
        feedback: [
          {
            ...overridden,
            overrideReasons: {
              extension: {
                [`${EPIC}.reasonCategory`]: '45',
                [`${EPIC}.reasonDisplay`]: 'Does not meet criteria',
                [`${EPIC}.reasonTitle`]: 'Not met',
              },
              userComment: 'text',
            },
          },
        ],
      },
      [
        {
          ...asOverridden,
          reasons: [{ system: EPIC, code: 'Does not meet criteria', display: 'Does not meet criteria' }],
          userComment: 'text',
        },
      ],
    ],
    [
      'an extension that says nothing of a reason',
      { feedback: [{ ...overridden, overrideReasons: { extension: { other: 'x' } } }] },
      [asOverridden],
    ],
    [
      'several overrideReasons',
      {
        feedback: [
          {
            ...overridden,
            overrideReasons: [
              { reason: { code: 'a' }, userComment: 'one' },
              { reason: { code: 'b' }, userComment: 'two' },
            ],
          },
        ],
      },
      [{ ...asOverridden, reasons: [{ code: 'a' }, { code: 'b' }], userComment: 'one\ntwo' }],
    ],
    [
      'a reason with a display only',
      { feedback: [{ ...overridden, overrideReason: { reason: { display: 'Will monitor' } } }] },
      [{ ...asOverridden, reasons: [{ code: 'Will monitor', display: 'Will monitor' }] }],
    ],
    [
      'a reason whose code is empty beside its display',
      { feedback: [{ ...overridden, overrideReason: { reason: { code: '', display: 'Other' } } }] },
      [{ ...asOverridden, reasons: [{ code: 'Other', display: 'Other' }] }],
    ],
    [
      'a reason whose code is a number, and a comment',
      { feedback: [{ ...overridden, overrideReason: { reason: { code: 7 }, userComment: 'told her' } }] },
      [{ ...asOverridden, reasons: [{ code: '7' }], userComment: 'told her' }],
    ],
    [
      'a comment beside a reason that says nothing',
      {
        feedback: [
          { ...overridden, overrideReason: { reason: { code: '', display: ' ' }, userComment: 'told her' } },
          { ...overridden, overrideReason: { code: '', userComment: 'told her' } },
        ],
      },
      [
        { ...asOverridden, userComment: 'told her' },
        { ...asOverridden, userComment: 'told her' },
      ],
    ],
    [
      'null for overrideReason beside the overrideReasons of Epic',
      { feedback: [{ ...overridden, overrideReason: null, overrideReasons: [{ reason: coding }] }] },
      [{ ...asOverridden, reasons: [coding] }],
    ],
    [
      'a CodeableConcept for a reason',
      {
        feedback: [
          { coding: [coding, { code: 'other' }], text: 'she refuses' },
          { coding: [{ system: REASONS, code: 'patient-refuses' }], text: 'she refuses' },
          { text: 'she refuses' },
          { coding: [], text: '' },
          { ...coding, text: 'she refuses' },
        ].map((reason) => ({ ...overridden, overrideReason: { reason } })),
      },
      [
        { ...asOverridden, reasons: [coding] },
        {
          ...asOverridden,
          reasons: [{ system: REASONS, code: 'patient-refuses', display: 'she refuses' }],
        },
        { ...asOverridden, reasons: [{ code: 'she refuses', display: 'she refuses' }] },
        asOverridden,
        { ...asOverridden, reasons: [coding] },
      ],
    ],
    ['an empty overrideReason', { feedback: [{ ...overridden, overrideReason: {} }] }, [asOverridden]],
    ['null for what is optional', { feedback: [{ ...overridden, overrideReason: null }] }, [asOverridden]],
    [
      'unknown members and extensions anywhere',
      { feedback: [{ ...accepted, extension: { a: 1 }, more: [] }], extension: { b: 2 } },
      [asAccepted],
    ],
    [
      'UUIDs in capitals or as URN',
      {
        feedback: [
          { ...accepted, card: CARD.toUpperCase(), acceptedSuggestions: [{ id: `urn:uuid:${SUGGESTION}` }] },
        ],
      },
      [asAccepted],
    ],
    [
      'a time with an offset',
      { feedback: [{ ...accepted, outcomeTimestamp: '2026-10-15T12:01:00+02:00' }] },
      [asAccepted],
    ],
    [
      'a time without a zone, which is UTC',
      { feedback: [{ ...accepted, outcomeTimestamp: '2026-10-15T10:01:00' }] },
      [asAccepted],
    ],
    [
      'a time to the minute, or with small letters or a blank',
      {
        feedback: ['2026-10-15T10:01Z', '2026-10-15t10:01:00z', '2026-10-15 10:01:00.000Z'].map(
          (outcomeTimestamp) => ({ ...accepted, outcomeTimestamp }),
        ),
      },
      [asAccepted, asAccepted, asAccepted],
    ],
    [
      'a leap second (RFC 3339, 5.7)',
      {
        feedback: ['2016-12-31T23:59:60Z', '2016-12-31T15:59:60.500-08:00'].map((outcomeTimestamp) => ({
          ...accepted,
          outcomeTimestamp,
        })),
      },
      [
        { ...asAccepted, outcomeAt: new Date('2016-12-31T23:59:59Z') },
        { ...asAccepted, outcomeAt: new Date('2016-12-31T23:59:59.5Z') },
      ],
    ],
    [
      'no time (older clients)',
      { feedback: [{ card: CARD, outcome: 'overridden' }] },
      [{ card: CARD, outcome: 'overridden', acceptedSuggestions: [], reasons: [] }],
    ],
    [
      'an accepted card with an override reason, which means nothing there',
      { feedback: [{ ...accepted, overrideReason: { reason: { code: 'x' } } }] },
      [asAccepted],
    ],
  ])('is %s', (_, body, items) => {
    expect(readFeedback(body)).toEqual({ items, faults: [] });
  });
});

/** What was read; a body of too many items has no place here. */
function read(body: unknown) {
  const feedback = readFeedback(body);
  if (feedback === 'too-many') throw new Error('too many items');
  return feedback;
}

describe('a faulty item is named, and costs no other', () => {
  it.each<[string, unknown, string]>([
    ['is no object', 'accepted', 'feedback[1]'],
    ['is null', null, 'feedback[1]'],
    ['has no card', { outcome: 'overridden' }, 'feedback[1].card'],
    ['has an empty card', { ...overridden, card: '  ' }, 'feedback[1].card'],
    ['has a number for a card', { ...overridden, card: 7 }, 'feedback[1].card'],
    ['has an endless card', { ...overridden, card: 'x'.repeat(256) }, 'feedback[1].card'],
    ['has no outcome', { card: CARD }, 'feedback[1].outcome'],
    ['has an unknown outcome', { card: CARD, outcome: 'ignored' }, 'feedback[1].outcome'],
    [
      'is accepted without suggestions',
      { ...accepted, acceptedSuggestions: undefined },
      'feedback[1].acceptedSuggestions',
    ],
    [
      'is accepted with an empty list',
      { ...accepted, acceptedSuggestions: [] },
      'feedback[1].acceptedSuggestions',
    ],
    [
      'is accepted with an object',
      { ...accepted, acceptedSuggestions: { id: 'a' } },
      'feedback[1].acceptedSuggestions',
    ],
    [
      'has a suggestion without id',
      { ...accepted, acceptedSuggestions: [{ id: 'a' }, {}] },
      'feedback[1].acceptedSuggestions[1].id',
    ],
    [
      'accepts more suggestions than any card offers',
      { ...accepted, acceptedSuggestions: Array.from({ length: 21 }, (_, index) => ({ id: `${index}` })) },
      'feedback[1].acceptedSuggestions',
    ],
    [
      'is overridden for more reasons than anybody gives',
      { ...overridden, overrideReasons: Array.from({ length: 21 }, () => ({ reason: { code: 'a' } })) },
      'feedback[1].overrideReasons',
    ],
    [
      'has no readable time',
      { ...overridden, outcomeTimestamp: 'yesterday' },
      'feedback[1].outcomeTimestamp',
    ],
    ...[
      ...['12:00', '2026', '2026-W05', '2026-02', '2026-10-15', '2026-10-15T10', '20261015T100100Z'],
      ...['2026-10-15T10:01:60Z', '2026-12-31T23:59:60+01:00', '2026-12-31T23:59:61Z'],
    ].map((outcomeTimestamp): [string, unknown, string] => [
      `has ${outcomeTimestamp} for a time`,
      { ...overridden, outcomeTimestamp },
      'feedback[1].outcomeTimestamp',
    ]),
    [
      'has an impossible time',
      { ...overridden, outcomeTimestamp: '2026-13-01T00:00:00Z' },
      'feedback[1].outcomeTimestamp',
    ],
    [
      'has a number for a time',
      { ...overridden, outcomeTimestamp: 1_760_000_000 },
      'feedback[1].outcomeTimestamp',
    ],
    ['has text for a reason', { ...overridden, overrideReason: 'refused' }, 'feedback[1].overrideReason'],
    [
      'has text for a Coding',
      { ...overridden, overrideReason: { reason: 'refused' } },
      'feedback[1].overrideReason.reason',
    ],
    [
      'has a Coding without code',
      { ...overridden, overrideReason: { reason: { system: REASONS } } },
      'feedback[1].overrideReason.reason.code',
    ],
    [
      'has a comment that is no string',
      { ...overridden, overrideReasons: [{ userComment: ['x'] }] },
      'feedback[1].overrideReasons[0].userComment',
    ],
    [
      'has a comment of a book’s length',
      { ...overridden, overrideReason: { userComment: 'x'.repeat(20_001) } },
      'feedback[1].overrideReason.userComment',
    ],
  ])('that %s', (_, item, expression) => {
    const feedback = read({ feedback: [accepted, item, overridden] });
    expect(feedback?.items).toEqual([asAccepted, asOverridden]);
    expect(feedback?.faults.map((fault) => fault.expression)).toEqual([expression]);
  });

  it('without a word of what was sent', () => {
    const item = { card: 'Jane Doe', outcome: 'Jane Doe', overrideReason: 'Jane Doe' };
    const feedback = read({ feedback: [item] });
    expect(feedback?.faults).toHaveLength(1);
    expect(JSON.stringify([feedback, feedback?.faults.map(String)])).not.toContain('Jane');
  });

  it('without an error, whose stack would cost more than the item', () => {
    const [fault] = read({ feedback: [1] })?.faults ?? [];
    expect(fault).toEqual({ expression: 'feedback[0]', problem: 'must be an object' });
    expect(fault).not.toBeInstanceOf(Error);
  });
});

describe('a batch of too many items', () => {
  it('is refused before any of them is looked at', () => {
    const feedback = Array.from({ length: MOST_ITEMS + 1 }, () => accepted);
    Object.defineProperty(feedback, 0, {
      get: () => {
        throw new Error('an item was read');
      },
    });
    expect(readFeedback({ feedback })).toBe('too-many');
  });

  it('is one more than the most', () => {
    const feedback = Array.from({ length: MOST_ITEMS }, () => accepted);
    expect(read({ feedback })?.items).toHaveLength(MOST_ITEMS);
  });
});

describe('a body that is no feedback at all', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'accepted'],
    ['a number', 1],
    ['a list', [accepted]],
    ['an empty object', {}],
    ['a hook request', { hook: 'order-sign', hookInstance: 'x', context: {} }],
    ['null for the list', { feedback: null }],
    ['text for the list', { feedback: 'accepted' }],
  ])('is %s', (_, body) => {
    expect(readFeedback(body)).toBeUndefined();
  });
});
