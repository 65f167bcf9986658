/** An account with an automation of its own becomes a member of a hub: docs/organization.md, From single installations. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { connectionStringParameterName, linkParameterName } from '../../lambda/contract/registry.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection } from '../../lib/index.js';
import { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { API_KEY, SECRET_NAME, type SynthesisSettings } from '../../local/world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import {
  conclusionsAt,
  copyAtHome,
  HOME,
  listedIds,
  MEMBER,
  recordAtHub,
  runFor,
  SECOND,
  startHub,
  UNIT,
} from './hub-world.js';
import { whenDone } from './open-worlds.js';

const HOUR = 3600;
const SINGLE = { account: MEMBER, region: HOME, stackName: 'Single' };

/** A hub of which {@link MEMBER} is no member yet. */
function startWithoutMember(): Promise<OrganizationWorld> {
  return startHub({
    accounts: [
      { account: MEMBER, isMember: false },
      { account: SECOND, unit: UNIT },
    ],
  });
}

function synthesizeSingle({ outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings): string {
  const { account, region, stackName } = SINGLE;
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, stackName, { env: { account, region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    ...PUSH_PROP,
    projects: projectIds.map((projectId) => ({ projectId, credentials })),
    atlasBaseUrl,
    endpointSelection: EndpointSelection.all(),
  });
  app.synth();
  return stack.templateFile;
}

/** @returns deletes the stack: its rules and its schedules, and not what is in Atlas, EC2 and Parameter Store */
function deploySingle(world: OrganizationWorld, { aws }: WorldPlace): () => void {
  aws.secrets.put(SECRET_NAME, API_KEY);
  const before = new Set(aws.bus.rules.map(({ ruleArn }) => ruleArn));
  const outputFolder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-'));
  whenDone({ close: async () => rmSync(outputFolder, { recursive: true, force: true }) });
  const projectIds = world.home.projects.map(({ id }) => id);
  const settings = { outputFolder, atlasBaseUrl: world.atlas.url, projectIds, secretName: SECRET_NAME };
  aws.deploy(new StackTemplate(outputFolder, synthesizeSingle(settings), SINGLE));
  const rules = aws.bus.rules.map(({ ruleArn }) => ruleArn).filter((arn) => !before.has(arn));
  const schedules = aws.schedules.all.map(({ scheduleArn }) => scheduleArn);
  if (rules.length === 0 || schedules.length === 0)
    throw new Error('The automation has no rule or no schedule to delete.');
  return () => {
    for (const arn of rules) aws.bus.removeRule(arn);
    for (const arn of schedules) aws.schedules.remove(arn);
  };
}

function addCluster({ home, atlas }: OrganizationWorld): void {
  const [project] = home.projects;
  if (project === undefined) throw new Error('The world has no project.');
  atlas.world.createCluster(project, { name: 'Cluster0', regionNames: ['EU_WEST_1'] });
}

const stringOf = ({ aws }: WorldPlace, endpointId: string) =>
  aws.parameters.get(connectionStringParameterName(endpointId, 'Cluster0', 'srv'))?.value;
const removalsIn = ({ atlas }: OrganizationWorld) => atlas.journal.count({ method: 'DELETE' });

describe('an account with an automation of its own, which becomes a member in the documented order,', () => {
  it('loses no link and no connection string, and the hub links what was created meanwhile', async () => {
    const world = await startWithoutMember();
    addCluster(world);
    const place = world.place(MEMBER);
    const deleteStack = deploySingle(world, place);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 1800);
    expect(copyAtHome(place, endpointId)).toMatchObject({
      state: 'available',
      owner: expect.stringMatching(/^Single/),
    });
    const before = stringOf(place, endpointId);
    expect(before).toMatch(/^mongodb\+srv:/);

    deleteStack();
    const meanwhile = place.createVpcEndpoint();
    await runFor(world, HOUR);
    expect(listedIds(world)).toEqual([endpointId]);

    world.join(MEMBER, UNIT);
    await runFor(world, 3 * HOUR);
    expect(listedIds(world).sort()).toEqual([endpointId, meanwhile.endpointId].sort());
    expect(removalsIn(world)).toBe(0);
    expect(stringOf(place, endpointId)).toBe(before);
    const owner = recordAtHub(world, place, endpointId)?.owner;
    expect(owner).toMatch(/^AtlasPrivateLink/);
    // The hub's copy has the name of the old record, and takes its place.
    expect(copyAtHome(place, endpointId)).toMatchObject({ state: 'available', owner });
  });

  it('has its links removed by the hub from then on, when their endpoints are deleted', async () => {
    const world = await startWithoutMember();
    addCluster(world);
    const place = world.place(MEMBER);
    const deleteStack = deploySingle(world, place);
    const { endpointId } = place.createVpcEndpoint();
    const kept = place.createVpcEndpoint();
    await runFor(world, 1800);
    deleteStack();
    world.join(MEMBER, UNIT);
    await runFor(world, 3 * HOUR);
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, 1800);
    expect(listedIds(world)).toEqual([kept.endpointId]);
    expect(copyAtHome(place, endpointId)).toBeUndefined();
    expect(stringOf(place, endpointId)).toBeUndefined();
  });
});

describe('an account with an automation of its own, which is a member at the same time,', () => {
  it('keeps its links: the hub adopts them, and the other automation leaves them to it', async () => {
    const world = await startWithoutMember();
    const place = world.place(MEMBER);
    deploySingle(world, place);
    const { endpointId } = place.createVpcEndpoint();
    const kept = place.createVpcEndpoint();
    await runFor(world, 1800);
    world.join(MEMBER, UNIT);
    await runFor(world, 3 * HOUR);
    expect(listedIds(world).sort()).toEqual([endpointId, kept.endpointId].sort());
    expect(copyAtHome(place, endpointId)?.owner).toMatch(/^AtlasPrivateLink/);
    const later = place.createVpcEndpoint();
    await runFor(world, 1800);
    expect(listedIds(world).sort()).toEqual([endpointId, kept.endpointId, later.endpointId].sort());
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, 1800);
    expect(listedIds(world).sort()).toEqual([kept.endpointId, later.endpointId].sort());
    expect(removalsIn(world)).toBe(1);
    expect(conclusionsAt(place).filter(({ goal }) => goal === 'deleted')).toHaveLength(1);
  });
});

describe('an account that leaves its hub for an automation of its own', () => {
  it('has its links adopted only once the copies of the hub are deleted, because they name another automation', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 1800);
    world.leave(MEMBER);
    await runFor(world, HOUR);
    const copy = copyAtHome(place, endpointId);
    deploySingle(world, place);
    await runFor(world, 3 * HOUR);
    expect(copyAtHome(place, endpointId)?.owner).toBe(copy?.owner);
    place.aws.parameters.delete(linkParameterName(endpointId));
    await runFor(world, 2 * HOUR);
    expect(copyAtHome(place, endpointId)).toMatchObject({
      state: 'available',
      owner: expect.stringMatching(/^Single/),
    });
    expect(listedIds(world)).toEqual([endpointId]);
    expect(removalsIn(world)).toBe(0);
  });
});
