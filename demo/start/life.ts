/**
 * The life cycle of two links: a tag that is set later, connection strings, a lost event, and the last link of a
 * service.
 */
import type { LinkConcludedDetail } from '../../lambda/contract/published-event.js';
import { LINK_CONCLUDED } from '../../lambda/contract/published-event.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import type { World } from '../../local/world.js';
import { SELECT_TAG } from '../settings/select-tag.js';
import { type Print, reportStory } from './account.js';
import { startWorld } from './automation.js';
import type { StartOptions } from './options.js';
import { styled } from './style.js';

/** Output of `--json`. */
interface LifeReport {
  /** Conclusions in order: `<endpoint> <goal>: <outcome>`. */
  readonly conclusions: readonly string[];
  /** Connection strings of the first link by parameter name, read before its removal. */
  readonly connectionStrings: Readonly<Record<string, string>>;
  /** Links that are left in Atlas at the end. */
  readonly linksLeft: readonly string[];
  readonly alarms: readonly string[];
  readonly worldSeconds: number;
}

const TAGS = { [SELECT_TAG]: 'true' };

/** @returns true if the conclusions, connection strings and remaining links are the expected ones */
export async function runLife(options: StartOptions, print: Print): Promise<boolean> {
  const world = await startWorld(options, print);
  try {
    const report = await play(world, options, print);
    if (options.json) console.log(JSON.stringify(report, undefined, 2));
    return isAsExpected(report);
  } finally {
    await world.close();
  }
}

function isAsExpected({ conclusions, connectionStrings, linksLeft }: LifeReport): boolean {
  const outcomes = conclusions.map((line) => line.split(' ').slice(1).join(' '));
  const expected = ['available: available', 'available: available', 'deleted: deleted', 'deleted: retained'];
  return (
    JSON.stringify(outcomes) === JSON.stringify(expected) &&
    Object.keys(connectionStrings).length > 0 &&
    linksLeft.length === 1
  );
}

async function play(world: World, options: StartOptions, print: Print): Promise<LifeReport> {
  if (options.verbose) world.aws.onLog((line) => print(styled('dim', JSON.stringify(line))));
  const [project] = world.projects;
  if (project !== undefined)
    world.atlas.world.createCluster(project, { name: 'Cluster0', regionNames: ['EU_WEST_1'] });
  const begin = world.time.now();
  if (!options.json) reportStory(world, print);
  const chapter = (text: string) => print(`\n${styled('bold', text)}`);

  chapter(
    '1. A user creates a VPC endpoint with the tag; minutes after the link, its connection strings are stored.',
  );
  const first = world.createVpcEndpoint({ tags: TAGS }).endpointId;
  await world.time.run();
  const connectionStrings = stringsOf(world, first);

  chapter('2. Another endpoint without the tag is ignored, until a user sets the tag.');
  const second = world.createVpcEndpoint().endpointId;
  await world.time.run(60);
  world.tagEndpoint(second, TAGS);
  await world.time.run();

  chapter(
    '3. The first endpoint is deleted, and the event is lost. The second hourly reconciliation that does not find it removes the link.',
  );
  world.loseEvents(1);
  world.deleteVpcEndpoints([first]);
  await world.time.run(7200);
  await world.time.run();

  chapter(
    '4. The second endpoint is deleted as well. Its link is the last of the endpoint service, so it is retained.',
  );
  world.deleteVpcEndpoints([second]);
  await world.time.run();

  const report = reportOf(world, connectionStrings, begin);
  if (!options.json) summarize(report, print);
  return report;
}

function stringsOf(world: World, endpointId: string): Record<string, string> {
  const stored = world.aws.parameters.below(`${RegistryPath.CONNECTION_STRINGS}/${endpointId}`, true);
  return Object.fromEntries(stored.map(({ name, value }) => [name, value]));
}

function reportOf(
  world: World,
  connectionStrings: Readonly<Record<string, string>>,
  begin: number,
): LifeReport {
  const details = world.published(LINK_CONCLUDED).map(({ detail }) => detail as LinkConcludedDetail);
  return {
    conclusions: details.map(({ link, goal, outcome }) => `${link.EndpointId} ${goal}: ${outcome}`),
    connectionStrings,
    linksLeft: [...world.service.links.keys()],
    alarms: world.aws.metrics.raised(),
    worldSeconds: Math.round((world.time.now() - begin) / 1000),
  };
}

function summarize(report: LifeReport, print: Print): void {
  const { conclusions, alarms, linksLeft, worldSeconds } = report;
  const isGood = isAsExpected(report);
  const finalOutcome = styled(
    ['bold', isGood ? 'green' : 'red'],
    isGood ? 'All as expected' : 'Not as expected',
  );
  print(
    `\n${finalOutcome}: ${conclusions.length} conclusions in ${worldSeconds} s of world time, ${linksLeft.length} link retained in Atlas.`,
  );
  print(`Alarms: ${alarms.join(', ')} (docs/runbook.md).`);
}
