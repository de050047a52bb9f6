import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'yaml';
import { type InstalledProgram, installProgram } from '../support/installed-program.js';

/** Each test starts a process or two, on machines that have other work. */
jest.setTimeout(60_000);

let program: InstalledProgram;
let story: string;

beforeAll(async () => {
  program = await installProgram();
  story = resolve('fhir-fixtures', 'naive-low-igg', 'request.order-sign.json');
}, 120_000);

afterAll(() => program.remove());

const file = (name: string, text: string): string => {
  const path = join(program.folder, name);
  writeFileSync(path, text);
  return path;
};

describe('the command line, called by its link from another folder,', () => {
  it('tells with --help what it can do and what its exit codes mean', async () => {
    const { code, out } = await program.run(['--help']);
    expect(code).toBe(0);
    const commands = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command);
    expect(commands).toEqual(
      expect.arrayContaining(['serve', 'evaluate', 'story', 'cards', 'report', 'doctor']),
    );
    const operating = readFileSync(join(program.packageFolder, 'docs', 'operating.md'), 'utf8');
    const [, told = ''] = /lists the commands and their exit codes: (.*)/.exec(operating) ?? [];
    expect(told.match(/(?<=`)[a-z]+/g)?.sort()).toEqual(commands.filter((name) => name !== 'help').sort());
    expect(out).toMatch(/0 {3}done.*1 {3}what was looked at has faults.*2 {3}.* as written.*70 /s);
  });

  it('evaluates a request, as text and as the response an EHR would get', async () => {
    const asText = await program.run(['evaluate', story, '--on', '2026-03-02']);
    expect(asText).toMatchObject({ code: 0, err: '' });
    expect(asText.out).toMatch(/^WARNING .*IgG 3\.9 g\/L/);
    const asJson = await program.run(
      ['evaluate', '-', '--on', '2026-03-02', '--json'],
      {},
      readFileSync(story, 'utf8'),
    );
    expect(JSON.parse(asJson.out).cards[0].source.topic.code).toBe('immunoglobulinLow');
  });

  it.each([
    ['naive-low-igg', '300 mg', /^WARNING .*IgG 3\.9 g\/L/m],
    ['hbv-carrier', '300 mg', /^CRITICAL .*hepatitis B/m],
    ['maintenance-well', '600 mg', /^WARNING .*premedication/m],
  ])('judges the record of %s as if %s were ordered, and says so', async (name, dose, words) => {
    const record = join(program.packageFolder, 'fhir-fixtures', name, 'bundle.json');
    const { code, out, err } = await program.run(['evaluate', record, '--on', '2026-03-02']);
    expect(code).toBe(0);
    expect(out).toMatch(words);
    expect(err).toMatch(`judged as if “ocrelizumab ${dose} intravenous” were ordered for today`);
  });

  it('plays the hook that is asked for a record, by default the one that --help names', async () => {
    expect((await program.run(['evaluate', '--help'])).out.replace(/\s+/g, ' ')).toMatch(
      /hook to play for a Bundle \(order-sign if not given\)/,
    );
    const record = join(program.packageFolder, 'fhir-fixtures', 'maintenance-well', 'bundle.json');
    expect(await program.run(['evaluate', record, '--hook', 'patient-view', '--on', '2026-03-02'])).toEqual({
      code: 0,
      out: expect.stringMatching(/^No cards\. .*not a statement that all is well\.\n$/),
      err: '',
    });
  });

  it('says with --explain of each card why it spoke, kept silent or could not tell', async () => {
    const { out } = await program.run(['evaluate', story, '--on', '2026-03-02', '--explain']);
    expect(out).toMatch(/^fires {8}immunoglobulinLow$/m);
    expect(out).toMatch(/^silent {7}neutropenia$/m);
  });

  it('evaluates with the changes of a site, from the option or from SITE_FILE', async () => {
    const site = file('quiet.yaml', 'cards:\n  immunoglobulinLow: off\n');
    for (const run of [
      program.run(['evaluate', story, '--on', '2026-03-02', '--site', site]),
      program.run(['evaluate', story, '--on', '2026-03-02'], { SITE_FILE: site }),
    ])
      expect((await run).out).not.toContain('immunoglobulinLow');
  });

  it('lists the stories and tells one as the call of an EHR that evaluate takes', async () => {
    expect((await program.run(['story'])).out).toMatch(/^naive-low-igg +\S/m);
    const { out } = await program.run(['story', 'naive-low-igg', 'order-select']);
    expect(JSON.parse(out)).toMatchObject({ hook: 'order-select' });
    expect((await program.run(['evaluate', '-'], {}, out)).out).toContain('immunoglobulinLow');
  });

  it('finds no fault in the deck and in the examples of its cards', async () => {
    expect(await program.run(['cards', 'lint'])).toEqual({
      code: 0,
      out: expect.stringMatching(/^Deck \S+ of \S+: \d+ cards, no faults\.\n$/),
      err: '',
    });
  });

  it('names each fault of a site overlay with file and line, and ends with 1', async () => {
    const site = file('typos.yaml', 'limits:\n  neutrophilsLo: 1.2\ncards:\n  hbvActiv: off\n');
    const { code, out, err } = await program.run(['cards', 'lint'], { SITE_FILE: site });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/typos\.yaml:2: .*did you mean "neutrophilsLow"\?\n.*typos\.yaml:4: .*"hbvActive"/);
  });

  it('tells a reviewer which examples come out otherwise at a site, which is no fault', async () => {
    const site = file('limits.yaml', 'limits:\n  neutrophilsLow: 0.2\n  neutrophilsVeryLow: 0.1\n');
    const { code, out } = await program.run(['cards', 'lint', '--site', site]);
    expect(code).toBe(0);
    expect(out).toMatch(/this site: limit neutrophilsLow/);
    expect(out).toMatch(/otherwise: neutropenia: \S+ at \S+: expected fires.*, was silent/);
  });

  it('lists the cards in the order of the deck, each once, also as JSON', async () => {
    const rows: { id: string }[] = JSON.parse((await program.run(['cards', 'list', '--json'])).out);
    const { out } = await program.run(['cards', 'list']);
    expect(
      out
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(' ')[0]),
    ).toEqual(rows.map(({ id }) => id));
    const deck = readFileSync(join(program.packageFolder, 'cards', 'deck.yaml'), 'utf8');
    const { order }: { order: readonly string[] } = parse(deck);
    expect(rows.map(({ id }) => id)).toEqual(order);
    expect(rows).toHaveLength(
      readdirSync(join(program.packageFolder, 'cards')).filter((name) => name.endsWith('.card.yaml')).length,
    );
  });

  it.each([
    ['an unknown command', ['evalute'], /unknown command 'evalute'\n\(Did you mean evaluate\?\)/],
    ['an unknown option', ['evaluate', '--jsno', 'x'], /unknown option '--jsno'\n\(Did you mean --json\?\)/],
    ['a missing argument', ['evaluate'], /missing required argument 'file'/],
    ['two options that exclude each other', ['evaluate', 'x', '--json', '--explain'], /cannot be used with/],
    ['an unknown hook', ['evaluate', 'x', '--hook', 'order'], /Allowed choices are order-sign/],
    [
      'a file that is not there',
      ['evaluate', 'nowhere.json'],
      /^nowhere\.json: cannot be read, there is no such file\n$/,
    ],
    [
      'a site overlay that is not there',
      ['cards', 'lint', '--site', 'nofile'],
      /^--site nofile: cannot be read, there is no such file\n$/,
    ],
    ['a folder', ['evaluate', '.'], /^\.: cannot be read, it is a folder\n$/],
    ['no text', ['evaluate', '-'], /^standard input: There is no text\. Give a hook request/],
    ['text that is no JSON', ['evaluate', 'PROSE'], /prose\.md: Not JSON: line 1, column 1: /],
    [
      'a Bundle without a patient',
      ['evaluate', 'EMPTY'],
      /empty\.json: The Bundle holds no Patient.*\n {2}- entry 0 resources: add the Patient/,
    ],
    [
      'a hook that the request is not of',
      ['evaluate', 'STORY', '--hook', 'patient-view'],
      /order-sign\.json: is a call of order-sign, so --hook patient-view cannot be played; --hook is for Bundles/,
    ],
    [
      'a day that is none',
      ['evaluate', 'STORY', '--on', '2026-02-30'],
      /--on must be a day such as 2026-03-02/,
    ],
    ['an unknown story', ['story', 'hbv-carier'], /did you mean "hbv-carrier"\?/],
  ])('says of %s what to change, and ends with 2', async (_what, args, words) => {
    const files: Readonly<Record<string, () => string>> = {
      STORY: () => story,
      PROSE: () => file('prose.md', '# A record'),
      EMPTY: () => file('empty.json', '{"resourceType":"Bundle"}'),
    };
    const { code, out, err } = await program.run(args.map((arg) => files[arg]?.() ?? arg));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
    expect(err).not.toMatch(/^ +at /m);
  });

  const NO_SITE_FILE = /^SITE_FILE must name the site overlay.*; nowhere\.yaml cannot be read\n$/;

  it('says of a setting that names no file what to change, and ends with 1', async () => {
    const { code, err } = await program.run(['cards', 'lint'], { SITE_FILE: 'nowhere.yaml' });
    expect(code).toBe(1);
    expect(err).toMatch(NO_SITE_FILE);
  });

  it.each([
    ['a setting', { PORT: 'http' }, /PORT must be/],
    ['the registry', { EHRS_FILE: 'nowhere.yaml' }, /EHRS_FILE: cannot read nowhere\.yaml/],
    ['the site overlay', { SITE_FILE: 'nowhere.yaml' }, NO_SITE_FILE],
  ])('refuses to serve with a fault in %s, and ends with 1', async (_what, env, words) => {
    const { code, err } = await program.run(['serve'], env);
    expect(code).toBe(1);
    expect(err).toMatch(words);
    expect(err).not.toMatch(/^ +at /m);
  });
});
