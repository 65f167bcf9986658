/** Names and documents do not use the words in the glossary's last table, which is read here. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Metric } from '../../lambda/contract/metrics.js';
import { DRIFT_KINDS, DRIFT_RESULTS } from '../../lambda/contract/published-event.js';
import { LINK_STATES } from '../../lambda/contract/registry.js';
import { OUTCOMES } from '../../lambda/contract/workflow.js';
import {
  AtlasMembers,
  AtlasPrivateEndpointLink,
  AtlasPrivateEndpointService,
  AtlasPrivateLinkMember,
  AtlasRegionalMode,
  PrivateEndpoint,
} from '../../lib/index.js';
import { declare } from '../lib/declared.js';
import { HUB } from '../lib/member/synthesized-member.js';
import { type PublicSurface, publicSurfaceOf } from '../lib/public-surface.js';
import { createLink, newStack } from '../lib/synthesized-stack.js';

const GLOSSARY = 'docs/glossary.md';
const TABLE = '## Words that are not used';

/** Terms of AWS in which a word of the table means something else. */
const TERMS_OF_AWS = ['dead letter', 'dry run'];

interface Row {
  readonly words: readonly string[];
  readonly heldOutOf: readonly string[];
}

const list = (cell: string) => cell.split(',').map((part) => part.trim());
const rows: readonly Row[] = (readFileSync(GLOSSARY, 'utf8').split(TABLE)[1] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => {
    const [not = '', , places = ''] = line.split('|').slice(1);
    return { words: list(not.replace(/\(.*?\)/g, '')), heldOutOf: list(places) };
  });
const wordsFor = (place: string) =>
  rows.filter(({ heldOutOf }) => heldOutOf.includes(place)).flatMap(({ words }) => words);

/** Decisions say what something was called. */
const documents = [
  ...readdirSync('.').filter((file) => file.endsWith('.md')),
  ...['docs', 'packages'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md') && !/^decisions|node_modules/.test(file))
      .map((file) => `${folder}/${file}`),
  ),
];

describe('the glossary', () => {
  it('says of each word that is not used where it is not', () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const { words, heldOutOf } of rows) {
      expect(words).not.toContain('');
      expect(['names', 'documents']).toEqual(expect.arrayContaining([...heldOutOf]));
    }
  });

  const forbidden = new RegExp(`(?<![\\w-])(${wordsFor('documents').join('|')})s?(?![\\w-])`, 'gi');
  it.each(documents)('holds its words out of %s', (document) => {
    const [text = ''] = readFileSync(document, 'utf8').split(TABLE);
    expect(text.match(forbidden) ?? []).toEqual([]);
  });
});

/** `LinkEndpointDeleted`, `endpoint-deleted` and `endpointDeleted` are all `link endpoint deleted`, or a part of it. */
function inWords(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .toLowerCase();
}

function forbiddenIn(names: Iterable<string>): string[] {
  const forbidden = new RegExp(`\\b(${wordsFor('names').join('|')})s?\\b`);
  const otherMeanings = new RegExp(`\\b(${TERMS_OF_AWS.join('|')})s?\\b`, 'g');
  return [...new Set(names)].filter((name) => forbidden.test(inWords(name).replace(otherMeanings, '')));
}

type Json = Readonly<Record<string, unknown>>;

/** Names of fields and all values of an enumeration in a JSON Schema. */
function namesInSchema(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, enum: values = [] } = schema as { properties?: Json; enum?: unknown[] };
  return [
    ...Object.keys(properties),
    ...(Array.isArray(values) ? values.map(String) : []),
    ...Object.values(schema).flatMap(namesInSchema),
  ];
}

describe('names', () => {
  let surface: PublicSurface;
  beforeAll(() => {
    surface = publicSurfaceOf('lib/index.ts');
  });

  it('in any spelling are recognized', () => {
    const unused = [
      'links-gone',
      'LinksGone',
      'noticedByLook',
      'WaitingLinksTell',
      'execution-died',
      'deadRun',
    ];
    const used = ['DeadLetters', 'dryRun', 'LinkLookup', 'NatGateway', 'retained', 'Keeper', 'forgone'];
    expect(forbiddenIn([...unused, ...used])).toEqual(unused);
  });

  it('of metrics, outcomes, states and differences have the words of the glossary', () => {
    const names = [...Object.values(Metric), ...OUTCOMES, ...LINK_STATES, ...DRIFT_KINDS, ...DRIFT_RESULTS];
    expect(forbiddenIn(names)).toEqual([]);
  });

  it('of the constructs and their members do so as well', () => {
    expect(forbiddenIn([...surface.names, ...surface.members.map(({ name }) => name)])).toEqual([]);
  });

  it.each(readdirSync('docs/events').filter((file) => file.endsWith('.schema.json')))(
    'of the fields and values of %s do so as well',
    (file) => {
      const names = namesInSchema(JSON.parse(readFileSync(`docs/events/${file}`, 'utf8')));
      expect(names.length).toBeGreaterThan(5);
      expect(forbiddenIn(names)).toEqual([]);
    },
  );

  it('of what stands in the stacks do so as well: construct ids are part of logical ids', () => {
    const { stack, provider } = declare();
    const members = AtlasMembers.organization('o-a1b2c3d4e5', { regions: ['eu-west-1', 'us-east-1'] });
    createLink({ members }, stack);
    const service = new AtlasPrivateEndpointService(stack, 'Service', { provider });
    const endpoint = PrivateEndpoint.vpcEndpointId('vpce-0a1b2c3d4e5f60718');
    new AtlasPrivateEndpointLink(stack, 'Link', { provider, service, endpoint });
    new AtlasRegionalMode(stack, 'Mode', { provider, enabled: true });
    const member = newStack();
    new AtlasPrivateLinkMember(member, 'Member', { hub: HUB });
    const ids = [stack, member].flatMap((one) => one.node.findAll().map(({ node }) => node.id));
    expect(ids.length).toBeGreaterThan(200);
    expect(forbiddenIn(ids)).toEqual([]);
  });
});
