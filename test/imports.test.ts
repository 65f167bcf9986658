import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Rooms of the domain, each with the lower ones that it may import besides `model`. */
const DOMAIN_ROOMS: Readonly<Record<string, readonly string[]>> = {
  executions: [],
  registry: [],
  polling: [],
  members: [],
  'data-federation': ['members'],
  preflight: ['polling'],
  awaiting: ['polling'],
  'connection-strings': ['polling', 'preflight'],
  linking: ['data-federation', 'executions', 'members', 'registry', 'polling', 'preflight'],
  unlinking: ['data-federation', 'executions', 'registry'],
  following: ['awaiting', 'connection-strings', 'polling', 'registry', 'unlinking'],
  receiving: ['executions', 'linking', 'polling', 'unlinking'],
  declared: ['awaiting', 'data-federation', 'following', 'linking', 'polling', 'unlinking'],
  requests: ['declared', 'executions', 'polling'],
  reconciling: [
    'awaiting',
    'connection-strings',
    'data-federation',
    'executions',
    'linking',
    'members',
    'polling',
    'registry',
    'unlinking',
  ],
};

/** Families of constructs, each with those that it may import. */
const CONSTRUCT_FAMILIES: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  monitoring: ['engine'],
  member: ['engine'],
  automation: ['engine', 'monitoring'],
  declared: ['engine', 'monitoring'],
};

/** Data that the functions' folders have in common; it contains no rules. */
const DATA = ['lambda/contract', 'lambda/json', 'lambda/schemas', 'lambda/execution-data'];

/** What each folder may import besides itself; the longest matching name counts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'lambda/contract': [],
  // Reading and validating JSON, for every source of external data.
  'lambda/json': [],
  // Schemas of values that several rooms read, and of data in an execution's states; for the functions only.
  'lambda/schemas': ['lambda/contract'],
  'lambda/execution-data': ['lambda/contract', 'lambda/json', 'lambda/schemas'],
  // The rooms of the domain, lowest first; imports go to lower ones.
  'lambda/domain/model': DATA,
  ...roomsOfTheDomain(),
  'lambda/events': [...DATA, 'lambda/domain'],
  'lambda/atlas': [...DATA, 'lambda/domain'],
  'lambda/aws': [...DATA, 'lambda/domain'],
  'lambda/custom-resources': [...DATA, 'lambda/domain'],
  'lambda/time': ['lambda/domain'],
  'lambda/runtime': [
    ...DATA,
    'lambda/time',
    'lambda/domain',
    'lambda/events',
    'lambda/atlas',
    'lambda/aws',
    'lambda/custom-resources',
  ],
  'lambda/handlers': ['lambda/runtime'],
  // The domain and the adapters of the functions, without their runtime.
  cli: [...DATA, 'lambda/time', 'lambda/domain', 'lambda/events', 'lambda/atlas', 'lambda/aws'],
  // `lib/index.ts`, the public surface, exports names of every family.
  lib: ['lambda/contract'],
  ...familiesOfTheConstructs(),
  bin: ['lib', 'cli', 'lambda/contract', 'local'],
  // It compares what others read with what the lookups return.
  'bin/check-foreign': ['cli', 'lambda', 'local'],
  // `npm start -- --scenario declared` deploys an example.
  demo: ['bin', 'cli', 'lambda/contract', 'local', 'examples'],
  // The simulator does not depend on the product, which is passed to it.
  local: [],
  // It is a separate package.
  'local/atlas': [],
  bench: ['lib', 'lambda', 'bin', 'local'],
  // Tables and pictures of the pages, written by `npm run docs`.
  pages: ['lib', 'lambda/contract', 'cli', 'bin', 'local', 'demo', 'bench'],
  examples: ['lib'],
  // It tests everything from outside, so it imports shared names and types only, not the code of the functions.
  torture: ['lib', 'lambda/contract', 'lambda/execution-data', 'bin', 'local'],
  test: ['lib', 'cli', 'lambda', 'bin', 'local', 'demo', 'bench', 'examples', 'torture', 'pages'],
};

function roomsOfTheDomain(): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(DOMAIN_ROOMS).map(([room, below]) => [
      `lambda/domain/${room}`,
      [...DATA, ...['model', ...below].map((name) => `lambda/domain/${name}`)],
    ]),
  );
}

function roomsInContributing(): string[] {
  const [, table = ''] = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').split('The rooms of the rules');
  const [rooms = ''] = table.split('\n## ');
  return [...rooms.matchAll(/^\| `([a-z-]+)`/gm)].map(([, room = '']) => room);
}

function familiesOfTheConstructs(): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(CONSTRUCT_FAMILIES).map(([family, others]) => [
      `lib/${family}`,
      ['lambda/contract', ...others.map((name) => `lib/${name}`)],
    ]),
  );
}

function folderOf(path: string): string {
  const names = Object.keys(MAY_IMPORT).filter((name) => path.startsWith(`${name}/`));
  return names.sort((a, b) => b.length - a.length)[0] ?? 'elsewhere';
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.split(sep).join('/')}`);
}

function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.map((specifier) =>
    normalize(join(dirname(file), specifier))
      .split(sep)
      .join('/'),
  );
}

function violationsIn(folder: string): string[] {
  return sourcesIn(folder).flatMap((file) => {
    const from = folderOf(file);
    const allowed = [from, ...(MAY_IMPORT[from] ?? [])];
    const isAllowed = (target: string) => allowed.some((name) => target.startsWith(`${name}/`));
    return importsOf(file)
      .filter((target) => !isAllowed(target))
      .map((target) => `${file} -> ${target}`);
  });
}

type Graph = ReadonlyMap<string, readonly string[]>;

/** Imports between files, which are written with the name of the output file. */
function fileGraph(folders: readonly string[]): Graph {
  const files = folders.flatMap(sourcesIn);
  return new Map(
    files.map((file) => [file, importsOf(file).map((target) => target.replace(/\.js$/, '.ts'))]),
  );
}

/** Imports between folders. */
function folderGraph(files: Graph): Graph {
  const arrows = [...files].flatMap(([from, targets]) =>
    targets.map((target) => ({ from: dirname(from), to: dirname(target) })),
  );
  return new Map(
    arrows.map(({ from }) => [
      from,
      arrows.filter((arrow) => arrow.from === from && arrow.to !== from).map(({ to }) => to),
    ]),
  );
}

function reachedFrom(files: readonly string[]): ReadonlySet<string> {
  const graph = fileGraph(['lib', 'lambda', 'cli', 'bin']);
  const reached = new Set<string>();
  const visit = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    graph.get(file)?.forEach(visit);
  };
  files.forEach(visit);
  return reached;
}

/**
 * Removes files whose imports have all been removed, until none is left to remove. The remaining files lead into a
 * cycle.
 */
function circlesIn(graph: Graph): string[] {
  const left = new Set(graph.keys());
  const isFree = (name: string) => !graph.get(name)?.some((target) => left.has(target));
  for (let free = [...left].filter(isFree); free.length > 0; free = [...left].filter(isFree))
    for (const name of free) left.delete(name);
  return [...left];
}

describe('imports', () => {
  it('of files form no cycle, including types', () => {
    expect(
      circlesIn(fileGraph(['lib', 'lambda', 'cli', 'local', 'bin', 'demo', 'bench', 'pages', 'torture'])),
    ).toEqual([]);
  });

  it.each(['local', 'lib', 'lambda', 'cli', 'bin', 'torture', 'demo', 'bench', 'pages'])(
    'of folders in %s form no cycle',
    (folder) => {
      expect(circlesIn(folderGraph(fileGraph([folder])))).toEqual([]);
    },
  );

  it.each(['lambda', 'cli', 'lib', 'bin', 'local', 'demo', 'bench', 'examples', 'torture', 'pages'])(
    'of %s have one direction only',
    (folder) => {
      expect(violationsIn(folder)).toEqual([]);
    },
  );

  it('between the rooms of the domain lead to lower ones, and every file is in a room', () => {
    const rooms = Object.keys(DOMAIN_ROOMS);
    for (const [room, below] of Object.entries(DOMAIN_ROOMS))
      expect(rooms.slice(0, rooms.indexOf(room))).toEqual(expect.arrayContaining([...below]));
    expect(readdirSync(join(root, 'lambda/domain')).sort()).toEqual(['model', ...rooms].sort());
  });

  it('between the rooms of the domain are described in CONTRIBUTING: each room is listed after those it imports', () => {
    const listed = roomsInContributing();
    expect([...listed].sort()).toEqual(['model', ...Object.keys(DOMAIN_ROOMS)].sort());
    for (const [room, below] of Object.entries(DOMAIN_ROOMS))
      expect(listed.slice(0, listed.indexOf(room)), room).toEqual(
        expect.arrayContaining(['model', ...below]),
      );
  });

  it('between the families of constructs have one direction, and every construct is in a family', () => {
    const families = Object.keys(CONSTRUCT_FAMILIES);
    for (const [family, others] of Object.entries(CONSTRUCT_FAMILIES))
      expect(families.slice(0, families.indexOf(family))).toEqual(expect.arrayContaining([...others]));
    expect(readdirSync(join(root, 'lib')).sort()).toEqual([...families, 'index.ts'].sort());
  });

  it('of the contract come from constructs and from functions, so that it contains only what both need', () => {
    const contract = sourcesIn('lambda/contract');
    const functions = sourcesIn('lambda').filter((file) => !file.startsWith('lambda/contract/'));
    const readers = {
      constructs: sourcesIn('lib'),
      functions: [...functions, ...sourcesIn('cli'), 'bin/bundle.ts'],
    };
    for (const [side, files] of Object.entries(readers))
      expect([side, contract.filter((file) => !reachedFrom(files).has(file))]).toEqual([side, []]);
  });

  it('of the domain include no SDK and no clock', () => {
    const domain = readdirSync(join(root, 'lambda/domain'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, 'lambda/domain', file), 'utf8'));
    expect(
      domain.filter((source) => /@aws-sdk|@aws-lambda-powertools|Date\.now\(|new Date\(\)/.test(source)),
    ).toEqual([]);
  });
});

/** All sources of the product with their paths. */
const SOURCES = ['bin', 'cli', 'demo', 'lambda', 'lib', 'bench'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.split(sep).join('/')}`)
    .map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') })),
);
const filesWith = (pattern: RegExp) =>
  SOURCES.filter(({ source }) => pattern.test(source))
    .map(({ file }) => file)
    .sort();

describe('no code sends a DELETE to Atlas without the guards: ', () => {
  const ROOM = 'lambda/domain/unlinking';
  const GUARDS = ['remove-data-federation-link', 'remove-link', 'remove-service'].map(
    (name) => `${ROOM}/${name}.ts`,
  );

  it('only the guards import the class of the permits, others import its type', () => {
    const asValue =
      /import \{(?![^}]*\btype RemovalPermit\b)[^}]*\bRemovalPermit\b[^}]*\} from|import \* as .*removal-permit|import\([^)]*removal-permit/;
    expect(filesWith(asValue)).toEqual(GUARDS);
    expect(filesWith(/export .*from '[^']*removal-permit/)).toEqual([]);
    expect(filesWith(/RemovalPermit\.grant/)).toEqual(GUARDS);
  });

  it('only the rules of the workflow call the guards', () => {
    expect(filesWith(/\b(removeLink|removeService|removeDataFederationLink)\(/)).toEqual([
      'lambda/domain/declared/kinds/data-federation-link/undo-data-federation-link.ts',
      'lambda/domain/declared/kinds/endpoint-service/undo-service.ts',
      'lambda/domain/declared/kinds/link/undo-link.ts',
      `${ROOM}/carry-out-removal.ts`,
      ...GUARDS,
    ]);
  });

  it('only the client sends DELETE, with a permit, and only the guards call it', () => {
    const clients = ['lambda/atlas/atlas-client.ts', 'lambda/atlas/data-federation-client.ts'];
    expect(filesWith(/method: 'DELETE'/)).toEqual(clients);
    for (const { source } of SOURCES.filter(({ file }) => clients.includes(file)))
      expect(source.match(/method: 'DELETE'/g)).toHaveLength(
        source.match(/permit\.redeem\(\)/g)?.length ?? 0,
      );
    // The routing by kind hands the permit on to one of the two clients.
    const router = 'lambda/domain/data-federation/federated-links.ts';
    const callers = filesWith(/\.delete(Link|Service)\(|(dataFederation|federation)\.remove\(/);
    expect(callers.filter((file) => file !== router)).toEqual(GUARDS);
    expect(callers).toContain(router);
  });
});
