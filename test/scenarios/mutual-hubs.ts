/** Two hubs in two accounts of one organization: each is a member of the other, or each has members of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { LOCAL_ORGANIZATION, synthesizeHubInWorld } from '../../bin/synthesize-hub.js';
import { hubBusName } from '../../lambda/contract/members.js';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import {
  AtlasCredentials,
  type AtlasHub,
  AtlasMembers,
  AtlasPrivateLink,
  EndpointSelection,
} from '../../lib/index.js';
import { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';
import { OrganizationWorld } from '../../local/organization-world.js';
import { API_KEY, SECRET_NAME, type SynthesisSettings } from '../../local/world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';
import { conclusionsAt, HOME, HUB, MEMBER, OUTSIDE, runFor, SECOND, UNIT } from './hub-world.js';
import { deployMember } from './member-by-hand.js';
import { whenDone } from './open-worlds.js';

const HALF_HOUR = 1800;
export const OUTER_HUB: AtlasHub = { account: HUB, region: HOME, organizationId: LOCAL_ORGANIZATION };

const INNER = { account: MEMBER, region: HOME, stackName: 'InnerHub', namespace: 'inner' };

function synthesizeInner({ outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings): string {
  const { account, region, stackName, namespace } = INNER;
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, stackName, { env: { account, region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    ...PUSH_PROP,
    projects: projectIds.map((projectId) => ({ projectId, credentials })),
    atlasBaseUrl,
    endpointSelection: EndpointSelection.all(),
    members: AtlasMembers.organization(LOCAL_ORGANIZATION, { regions: [HOME], namespace }),
  });
  app.synth();
  return stack.templateFile;
}

export interface TwoHubsOptions {
  /** How many of the two projects each hub has: the first ones, or the last ones. */
  readonly projects: number;
  /** Accounts in the unit of the outer hub. Default: all members, which are those of both. */
  readonly ofOuter?: readonly string[];
  /** Accounts with a member stack of the inner hub. Default: the outer hub's own, and {@link SECOND}. */
  readonly ofInner?: readonly string[];
}

export interface TwoHubs {
  readonly world: OrganizationWorld;
  /** Deletes the stack of the inner hub and of its members: nothing in Atlas, EC2 or Parameter Store, as with AWS. */
  endInner(): void;
}

/** The outer hub is in {@link HUB}, and the inner one in {@link MEMBER}. By default, each is a member of the other. */
export async function startTwoHubs({
  projects,
  ofOuter = [MEMBER, SECOND],
  ofInner = [HUB, SECOND],
}: TwoHubsOptions): Promise<TwoHubs> {
  const accounts = [MEMBER, SECOND, OUTSIDE].map((account) =>
    ofOuter.includes(account) ? { account, unit: UNIT } : { account },
  );
  const world = await OrganizationWorld.start({
    random: () => 0.5,
    homeUnit: UNIT,
    projects: 2,
    accounts,
    synthesize: cached(['outer hub', projects], (settings) =>
      synthesizeHubInWorld(
        { ...settings, projectIds: settings.projectIds.slice(0, projects) },
        { regions: [HOME], unit: UNIT, props: PUSH_PROP },
      ),
    ),
  });
  whenDone(world);
  const endHub = deployInner(
    world,
    world.home.projects.slice(-projects).map(({ id }) => id),
  );
  const { account, region, namespace } = INNER;
  const inner: AtlasHub = { account, region, namespace, organizationId: LOCAL_ORGANIZATION };
  const stacks = ofInner.map((member) => deployMember(world.place(member), inner));
  await runFor(world, HALF_HOUR);
  const endInner = () => {
    for (const stack of stacks) stack.delete();
    endHub();
  };
  return { world, endInner };
}

/** @returns deletes its rules and schedules */
function deployInner(world: OrganizationWorld, projectIds: readonly string[]): () => void {
  const { aws } = world.place(INNER.account);
  aws.secrets.put(SECRET_NAME, API_KEY);
  const outputFolder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-'));
  whenDone({ close: async () => rmSync(outputFolder, { recursive: true, force: true }) });
  const settings = { outputFolder, atlasBaseUrl: world.atlas.url, projectIds, secretName: SECRET_NAME };
  const before = new Set(aws.bus.rules.map(({ ruleArn }) => ruleArn));
  aws.deploy(new StackTemplate(outputFolder, synthesizeInner(settings), INNER));
  const rules = aws.bus.rules.map(({ ruleArn }) => ruleArn).filter((arn) => !before.has(arn));
  const schedules = aws.schedules.all.map(({ scheduleArn }) => scheduleArn);
  const hubBus = aws.buses.get(hubBusName(INNER.namespace));
  return () => {
    for (const arn of rules) aws.bus.removeRule(arn);
    for (const { ruleArn } of [...hubBus.rules]) hubBus.removeRule(ruleArn);
    for (const arn of schedules) aws.schedules.remove(arn);
  };
}

export const accountsOf = (world: OrganizationWorld) =>
  [HUB, MEMBER, SECOND].map((account) => world.place(account));

/** Creates an endpoint to the service of a project. */
export function createFor(place: WorldPlace, project: number): string {
  return place.createVpcEndpoint({ serviceName: place.serviceOf(project).serviceName }).endpointId;
}

/** Outcomes that a place has been told, with their endpoints. */
export const outcomesAt = (place: WorldPlace, goal: 'available' | 'deleted') =>
  conclusionsAt(place)
    .filter((concluded) => concluded.goal === goal)
    .map(({ outcome, link }) => `${outcome} ${link.EndpointId}`)
    .sort();

export const lastSummary = (place: WorldPlace): LinksReconciledDetail | undefined =>
  place.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail | undefined;
