/** Observes one VPC endpoint in the local world, second by second, from its creation to the removal of its link. */
import { synthesizeInWorld, UNCHECKED } from '../../bin/synthesize.js';
import { SELECT_TAG } from '../../demo/settings/select-tag.js';
import { linkParameterName, RegistryPath } from '../../lambda/contract/registry.js';
import { World } from '../../local/world.js';
import { seededRandom } from './seeded-random.js';

/** A value with its first and last second. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Empty if there is nothing. */
  readonly value: string;
}

export interface Happening {
  readonly at: number;
  readonly what: string;
}

export const LANES = [
  'VPC endpoint in EC2',
  'link in Atlas',
  'record in the registry',
  'connection strings',
] as const;
export type Lane = (typeof LANES)[number];

/** Observations after the creation or the deletion of the endpoint, in seconds since then. */
export interface Chapter {
  readonly seconds: number;
  readonly lanes: Readonly<Record<Lane, readonly Span[]>>;
  readonly happenings: readonly Happening[];
  /** Seconds at which a function polled the link. */
  readonly polls: readonly number[];
}

export interface ObservedLife {
  readonly beginning: Chapter;
  readonly end: Chapter;
}

const BEGINNING_SECONDS = 400;
const END_SECONDS = 80;
const HOURS_BETWEEN_SECONDS = 6 * 3600;
const TAGS = { [SELECT_TAG]: 'true' };
const SEED = 1;

export async function observeLife(): Promise<ObservedLife> {
  const world = await World.start({
    random: seededRandom(SEED),
    synthesize: (settings) => synthesizeInWorld(settings, { selectTag: SELECT_TAG }, UNCHECKED),
  });
  try {
    const [project] = world.projects;
    if (project !== undefined)
      world.atlas.world.createCluster(project, { name: 'Cluster0', regionNames: ['EU_WEST_1'] });
    // Another link of the same service, so that the observed one is not the last.
    world.createVpcEndpoint({ tags: TAGS });
    await world.time.run();
    const { endpointId } = world.createVpcEndpoint({ tags: TAGS });
    const beginning = await observeChapter(world, endpointId, 'created', BEGINNING_SECONDS);
    await world.time.run(HOURS_BETWEEN_SECONDS);
    world.deleteVpcEndpoints([endpointId]);
    const end = await observeChapter(world, endpointId, 'deleted', END_SECONDS);
    return { beginning, end };
  } finally {
    await world.close();
  }
}

async function observeChapter(
  world: World,
  endpointId: string,
  first: string,
  seconds: number,
): Promise<Chapter> {
  const begin = world.time.now();
  const now = () => (world.time.now() - begin) / 1000;
  const happenings: Happening[] = [{ at: 0, what: first }];
  const polls: number[] = [];
  let isOver = false;
  world.aws.onLog((line) => {
    if (isOver || !String(line.endpointId ?? line.executionName ?? '').startsWith(endpointId)) return;
    if (line.message === 'link observed') polls.push(now());
    const what = HAPPENINGS[String(line.message)];
    if (what !== undefined) happenings.push({ at: now(), what });
  });
  const samples: Record<Lane, string>[] = [];
  for (let second = 0; second <= seconds; second += 1) {
    world.atlas.world.settle();
    samples.push(sample(world, endpointId));
    await world.time.run(1);
  }
  isOver = true;
  const lane = (name: Lane) => spansOf(samples.map((one) => one[name]));
  const lanes = {
    'VPC endpoint in EC2': lane('VPC endpoint in EC2'),
    'link in Atlas': lane('link in Atlas'),
    'record in the registry': lane('record in the registry'),
    'connection strings': lane('connection strings'),
  };
  return { seconds, lanes, happenings, polls };
}

/** Labels by log message of the functions. */
const HAPPENINGS: Readonly<Record<string, string>> = {
  'link registered': 'registered',
  'link concluded': 'concluded',
};

function sample(world: World, endpointId: string): Record<Lane, string> {
  const endpoint = world.aws.endpoints.describe(endpointId);
  const record = world.aws.parameters.get(linkParameterName(endpointId));
  const strings = world.aws.parameters.below(`${RegistryPath.CONNECTION_STRINGS}/${endpointId}`, true);
  return {
    'VPC endpoint in EC2': endpoint?.state ?? '',
    'link in Atlas': world.service.links.get(endpointId)?.status ?? '',
    'record in the registry': record === undefined ? '' : String(JSON.parse(record.value).state),
    'connection strings': strings.length === 0 ? '' : 'stored',
  };
}

function spansOf(values: readonly string[]): Span[] {
  const spans: { from: number; to: number; value: string }[] = [];
  for (const [second, value] of values.entries()) {
    const last = spans.at(-1);
    if (last !== undefined && last.value === value) last.to = second + 1;
    else spans.push({ from: second, to: second + 1, value });
  }
  return spans;
}
