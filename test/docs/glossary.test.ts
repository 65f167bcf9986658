/** Public names and documents do not use the words in the glossary's last table. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Metric } from '../../lambda/contract/metrics.js';
import { DRIFT_KINDS } from '../../lambda/contract/published-event.js';
import { LINK_STATES } from '../../lambda/contract/registry.js';
import { OUTCOMES } from '../../lambda/contract/workflow.js';
import { type PublicSurface, publicSurfaceOf } from '../lib/public-surface.js';

const GLOSSARY = 'docs/glossary.md';
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/runbook.md',
  'docs/custom-resources.md',
  'docs/install.md',
  'docs/props.md',
  'docs/events.md',
  'docs/life-of-a-link.md',
  'docs/declared-links.md',
  'docs/monitoring.md',
  'docs/command-line.md',
  'docs/troubleshooting.md',
  'docs/security.md',
  'docs/limits.md',
];

/** Words with one meaning only. Those with a bracketed restriction in the glossary depend on the sentence. */
const FORBIDDEN = /\b(occasions?|side looks?|disturbances?|dead letters?|concluder|changer)\b/gi;
/** Earlier outcomes, states and metrics, as parts of a name in any spelling. */
const FORBIDDEN_NAMES =
  /(Kept|Gone|Elsewhere|Disturbed|Concluder|Changer|Observer|Occasion|Verdict)(?![a-z])/;

describe('the glossary', () => {
  it('names each forbidden word', () => {
    const text = readFileSync(GLOSSARY, 'utf8').split('## Words that are not used')[1] ?? '';
    for (const word of [
      'occasion',
      'side look',
      'disturbance',
      'letter',
      'finalizer',
      'changer',
      'gone',
      'kept',
    ]) {
      expect(text).toContain(word);
    }
  });

  it.each(DOCUMENTS)('holds its words out of %s', (document) => {
    expect(readFileSync(document, 'utf8').match(FORBIDDEN) ?? []).toEqual([]);
  });
});

describe('public names', () => {
  let surface: PublicSurface;
  beforeAll(() => {
    surface = publicSurfaceOf('lib/index.ts');
  });

  it('of metrics, outcomes, states and differences have the words of the glossary', () => {
    const names = [...Object.values(Metric), ...OUTCOMES, ...LINK_STATES, ...DRIFT_KINDS];
    const inPascalCase = names.map((name) =>
      name.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase()),
    );
    expect(inPascalCase.filter((name) => FORBIDDEN_NAMES.test(name))).toEqual([]);
  });

  it('of the constructs do so as well', () => {
    const names = [...surface.names, ...surface.members.flatMap(({ name }) => name.split('.'))];
    const inPascalCase = names.map((name) => name.slice(0, 1).toUpperCase() + name.slice(1));
    expect(inPascalCase.filter((name) => FORBIDDEN_NAMES.test(name))).toEqual([]);
  });
});
