import { expect, it } from '@jest/globals';
import type { FeedbackItem } from '../../src/journal/journal.js';
import { describeOnEachStore } from './each-store.js';
import { CARD, feedbackItem, hookEntry, OCTOBER, SUGGESTION } from './entries.js';

describeOnEachStore('feedback in the journal', (kept) => {
  const stored = () =>
    kept.rows(
      'SELECT service, ehr, tenant, card, outcome, user_comment FROM feedback ORDER BY card, outcome',
    );

  it('is on disk when recording it resolves', async () => {
    await kept.journal.recordFeedback([feedbackItem({ tenant: 'north' })]);
    expect(await stored()).toEqual([
      {
        service: 'ocrelizumab-order-sign',
        ehr: 'General Hospital',
        tenant: 'north',
        card: CARD,
        outcome: 'accepted',
        user_comment: null,
      },
    ]);
    expect(await kept.rows('SELECT uuid FROM accepted_suggestion')).toEqual([{ uuid: SUGGESTION }]);
  });

  it('keeps reasons and the comment', async () => {
    const reasons = [
      {
        system: 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes',
        code: 'patient-refuses',
      },
      { code: 'local', display: 'Seen by immunology' },
    ];
    await kept.journal.recordFeedback([
      feedbackItem({
        outcome: 'overridden',
        acceptedSuggestions: [],
        reasons,
        userComment: 'spoke to her',
      }),
    ]);
    expect(await stored()).toMatchObject([{ outcome: 'overridden', user_comment: 'spoke to her' }]);
    expect(await kept.rows('SELECT system, code, display FROM override_reason ORDER BY code')).toEqual([
      { system: '', code: 'local', display: 'Seen by immunology' },
      { system: reasons[0]?.system, code: 'patient-refuses', display: null },
    ]);
  });

  it('gives comments back for the period in which they came, the latest first', async () => {
    kept.journal.recordHook(hookEntry());
    const overridden = { outcome: 'overridden', acceptedSuggestions: [] } as const;
    const commented = (card: string, userComment: string) =>
      feedbackItem({ ...overridden, card, userComment });
    await kept.journal.recordFeedback([
      commented(CARD, 'first'),
      feedbackItem({ ...overridden, card: 'silent' }),
    ]);
    kept.now = new Date('2026-10-16T00:00:00Z');
    await kept.journal.recordFeedback([commented('unknown', 'second')]);
    await kept.reopen();
    const ehr = 'General Hospital';
    const at = '2026-10-15T10:01:00.000Z';
    expect(await kept.journal.comments(OCTOBER)).toEqual([
      { at, ehr, comment: 'second' },
      { at, ehr, topic: 'immunoglobulinLow', comment: 'first' },
    ]);
    expect(await kept.journal.comments({ from: OCTOBER.from, to: kept.now })).toHaveLength(1);
  });

  it('changes nothing when it is repeated, alone, later or in one batch', async () => {
    await kept.journal.recordFeedback([feedbackItem(), feedbackItem()]);
    kept.now = new Date('2026-10-15T11:00:00Z');
    await kept.journal.recordFeedback([feedbackItem()]);
    await kept.reopen();
    await kept.journal.recordFeedback([feedbackItem()]);
    expect(await stored()).toHaveLength(1);
  });

  const DISTINCT: readonly (readonly [string, Partial<FeedbackItem>])[] = [
    ['another outcome', { outcome: 'overridden', acceptedSuggestions: [] }],
    ['another time', { outcomeAt: new Date('2026-10-15T10:01:30Z') }],
    ['another suggestion', { acceptedSuggestions: ['another'] }],
    ['another card', { card: 'another' }],
    ['another EHR', { ehr: 'Childrens Hospital' }],
    ['another tenant', { tenant: 'south' }],
    ['another service', { service: 'ocrelizumab-patient-view' }],
    ['a comment', { userComment: 'x' }],
    ['a reason', { reasons: [{ code: 'x' }] }],
  ];
  it.each(DISTINCT)('with %s is other feedback', async (_, changes) => {
    await kept.journal.recordFeedback([feedbackItem(), feedbackItem(changes)]);
    expect(await stored()).toHaveLength(2);
  });

  it('need not be for a card that is known', async () => {
    await kept.journal.recordFeedback([feedbackItem({ card: '123456' })]);
    expect((await kept.journal.tally(OCTOBER)).unmatched).toEqual([{ ehr: 'General Hospital', items: 1 }]);
  });

  it('is taken in one batch of thousands', async () => {
    const items = Array.from({ length: 5_000 }, (_, index) => feedbackItem({ card: `card-${index}` }));
    await kept.journal.recordFeedback(items);
    expect(await kept.rows('SELECT 1 AS one FROM feedback')).toHaveLength(5_000);
  });

  it('is taken from many callers at once', async () => {
    const calls = Array.from({ length: 60 }, (_, index) =>
      kept.journal.recordFeedback([feedbackItem({ card: `card-${index % 50}` })]),
    );
    await Promise.all(calls);
    expect(await kept.rows('SELECT 1 AS one FROM feedback')).toHaveLength(50);
  });

  it('takes characters that a database may refuse', async () => {
    await kept.journal.recordFeedback([
      feedbackItem({ card: 'a\u0000b', userComment: '\ud800 ok \u{1f600}' }),
    ]);
    expect(await stored()).toMatchObject([{ card: 'ab', user_comment: '\ufffd ok \u{1f600}' }]);
  });

  it('may be empty', async () => {
    await expect(kept.journal.recordFeedback([])).resolves.toBeUndefined();
  });
});
