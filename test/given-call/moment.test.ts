import { describe, expect, it } from '@jest/globals';
import { momentOn } from '../../src/given-call/moment.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';

const NOW = new Date('2026-03-02T20:15:00Z');

describe('the moment to judge at', () => {
  it.each(['UTC', 'Pacific/Kiritimati', 'Pacific/Auckland', 'Pacific/Pago_Pago', 'America/Chicago'])(
    'lies on the day that was asked for, also in %s',
    (zone) => {
      expect(momentOn('2025-12-31', NOW, siteCalendar(zone))?.calendar.today).toBe('2025-12-31');
    },
  );

  it('is now where no day or today is asked for', () => {
    expect(momentOn(undefined, NOW, siteCalendar('UTC'))?.now).toBe(NOW);
    expect(momentOn('2026-03-02', NOW, siteCalendar('UTC'))?.now).toBe(NOW);
  });

  it.each(['2026-02-30', '2026-13-01', '2026-03', '2026-03-02T10:00:00Z', '2.3.2026', 'today'])(
    'is none for %s',
    (day) => {
      expect(momentOn(day, NOW, siteCalendar('UTC'))).toBeUndefined();
    },
  );
});
