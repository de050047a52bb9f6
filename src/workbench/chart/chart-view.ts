import { showDay } from '../../picture/clinical-date.js';
import { listed } from '../../picture/listed-names.js';
import { type Html, html } from '../../report/html.js';
import { NOTHING } from '../page.js';
import type { Chart, LabSection } from './chart.js';
import { doseTimeline } from './dose-timeline.js';
import { hasRow, labRow } from './lab-row.js';
import type { RecordRow, RecordSection } from './record-sections.js';

/** The chart beside the cards. */
export function chartView(chart: Chart): Html {
  return html`${gapList(chart)}${doses(chart)}${labs(chart.labs)}${chart.records.map(records)}`;
}

/** "Age 42, female · before the first dose". */
export function patientLine({ patient, exposure }: Chart): string {
  const who = [patient.ageYears === undefined ? 'age unknown' : `${patient.ageYears} years`, patient.sex];
  return [who.filter(Boolean).join(', '), stageOf(exposure)].join(' · ');
}

function stageOf(exposure: Chart['exposure']): string {
  if (exposure.state === 'unavailable') return 'earlier doses not known';
  const { lastDose, isNaive, isInitiating, isOff } = exposure;
  const stage = isNaive
    ? 'before the first dose'
    : isInitiating
      ? 'initial dose begun'
      : isOff
        ? 'off treatment'
        : 'on treatment';
  return lastDose === undefined ? stage : `${stage}, last dose ${lastDose.shown}`;
}

function gapList({ gaps }: Chart): Html {
  if (gaps.length === 0) return NOTHING;
  return html`<section class="gaps"><h3>Not known</h3><ul>${gaps.map(({ name, reason }) => html`<li><strong>${name}</strong>: ${reason}</li>`)}</ul></section>`;
}

function doses(chart: Chart): Html {
  const { exposure, plannedOn, plannedDose } = chart;
  const given = exposure.doses.map(
    ({ on, month, mg, product, wasInterrupted }) =>
      html`<li>${mg === undefined ? 'dose' : `${mg} mg`}${product === undefined ? '' : ` ${product}`}, ${month ?? (on === undefined ? 'no date' : showDay(on))}${wasInterrupted ? ' (stopped early)' : ''}</li>`,
  );
  return html`<section class="doses"><h3>Doses</h3>
${doseTimeline(chart)}
<ul class="inline">${given}${
    plannedOn === undefined
      ? NOTHING
      : html`<li><strong>planned:</strong> ${plannedDose ?? 'dose not stated'}, ${showDay(plannedOn)}</li>`
  }${exposure.dueDay === undefined ? NOTHING : html`<li><strong>due:</strong> ${exposure.dueDay}</li>`}</ul>
${given.length === 0 && exposure.state !== 'unavailable' ? html`<p class="none">No dose on record.</p>` : NOTHING}
</section>`;
}

function labs(sections: readonly LabSection[]): Html {
  const withRows = sections.map((section) => ({ ...section, rows: section.labs.filter(hasRow) }));
  const all = sections.flatMap((section) => section.labs).filter((lab) => !hasRow(lab));
  const pending = all.filter(({ fact }) => fact.isOrdered).map(({ fact }) => fact.name);
  const never = all.filter(({ fact }) => !fact.isOrdered && fact.isOrderable).map(({ fact }) => fact.name);
  const bodies = withRows
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ title, rows }) =>
        html`<tbody><tr class="group"><th colspan="5" scope="rowgroup">${title}</th></tr>${rows.map(labRow)}</tbody>`,
    );
  return html`<section class="labs"><h3>Laboratory</h3>
${
  bodies.length === 0
    ? NOTHING
    : html`<table class="labs"><thead><tr><th scope="col">Test</th><th scope="col">Newest</th><th scope="col">Limit</th><th scope="col">Course</th><th scope="col">Day</th></tr></thead>${bodies}</table>`
}
${pending.length === 0 ? NOTHING : html`<p><strong>Ordered, no result yet:</strong> ${listed(pending)}.</p>`}
${never.length === 0 ? NOTHING : html`<p><strong>No result on record:</strong> ${listed(never)}.</p>`}
</section>`;
}

/** So many entries are seen at once; the rest is a click away. */
const ROWS_AT_ONCE = 8;

function records({ title, rows }: RecordSection): Html {
  const head = rows.slice(0, ROWS_AT_ONCE);
  const rest = rows.slice(ROWS_AT_ONCE);
  return html`<section class="records"><h3>${title.charAt(0).toUpperCase()}${title.slice(1)}</h3>
<ul>${head.map(recordRow)}</ul>
${rest.length === 0 ? NOTHING : html`<details><summary>${rest.length} more</summary><ul>${rest.map(recordRow)}</ul></details>`}
</section>`;
}

function recordRow({ what, on, status, facts }: RecordRow): Html {
  return html`<li><span class="what">${what}</span> <span class="when">${on === undefined ? 'no date' : showDay(on)}${status === undefined ? '' : `, ${status}`}</span>${facts.map((fact) => html` <span class="fact">${fact}</span>`)}</li>`;
}
